import type { Key, Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";
import { everyTab } from "./side-tabs.ts";

/** Every key of the console, for its key map and docs/console.md. `by`: only if (Ctrl +) Enter sends (console-writing.js). */
export const keyMap: { keys: string[]; words: Key; by?: "enter" | "ctrl" }[] = [
  { keys: ["N"], words: "staff.queue.take_next" },
  { keys: ["1", "…", "9"], words: "staff.keys.open" },
  { keys: ["J", "K"], words: "staff.keys.move" },
  { keys: ["B"], words: "staff.keys.beside" },
  { keys: ["W"], words: "staff.keys.write" },
  ...everyTab.flatMap(({ letter, means }) => (letter && means ? [{ keys: [letter], words: means }] : [])),
  { keys: ["↵"], words: "staff.keys.send", by: "enter" },
  { keys: ["⇧ ↵"], words: "staff.keys.new_line", by: "enter" },
  { keys: ["Ctrl ↵"], words: "staff.composer.send", by: "ctrl" },
  { keys: ["↵"], words: "staff.keys.new_line", by: "ctrl" },
  { keys: ["M"], words: "staff.acts.risk" },
  { keys: ["T"], words: "staff.goal.title" },
  { keys: ["E"], words: "staff.keys.end" },
  { keys: ["X"], words: "staff.record.no_counselling" },
  { keys: ["A"], words: "staff.keys.available" },
  { keys: ["Q"], words: "staff.help.ask" },
  { keys: ["G"], words: "staff.keys.give_help" },
  { keys: ["S"], words: "staff.shift.title" },
  { keys: ["O"], words: "staff.overview.title" },
  { keys: ["Y"], words: "staff.wrap_up.ready" },
  { keys: ["Esc"], words: "staff.keys.leave" },
  { keys: ["?"], words: "staff.keys.show" },
];

/** The key map. Single letters only work outside fields, and can be switched off here (WCAG 2.1.4). */
export function Keys({ t }: { t: Translate }) {
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <form method="dialog">
        <h2 id="keys-title">{t("staff.keys.title")}</h2>
        <button type="submit" class="quiet" aria-label={t("staff.keys.close")}>
          <Icon name="close" />
        </button>
      </form>
      <dl>
        {keyMap.map((row) => (
          <div class={row.by && `by-${row.by}`}>
            <dt>
              {row.keys.map((key) => (
                <kbd>{key}</kbd>
              ))}
            </dt>
            <dd>{t(row.words)}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input type="checkbox" id="keys-on" checked />
        <span>
          {t("staff.keys.on")}
          <small>{t("staff.keys.on_hint")}</small>
        </span>
      </label>
      <label class="check">
        <input type="checkbox" id="send-ctrl" />
        <span>
          {t("staff.keys.ctrl")}
          <small>{t("staff.keys.ctrl_hint")}</small>
        </span>
      </label>
    </dialog>
  );
}
