import type { Key, Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

const map: { keys: string[]; words: Key }[] = [
  { keys: ["N"], words: "staff.keys.next" },
  { keys: ["1", "…", "9"], words: "staff.keys.open" },
  { keys: ["J", "K"], words: "staff.keys.move" },
  { keys: ["B"], words: "staff.keys.beside" },
  { keys: ["R", "/"], words: "staff.keys.write" },
  { keys: ["↵"], words: "staff.keys.send" },
  { keys: ["⇧ ↵"], words: "staff.keys.new_line" },
  { keys: ["E"], words: "staff.keys.end" },
  { keys: ["A"], words: "staff.keys.available" },
  { keys: ["Esc"], words: "staff.keys.leave" },
  { keys: ["?"], words: "staff.keys.show" },
];

/** The map of keys. Single letters only work outside fields, and here they can be switched off (WCAG 2.1.4). */
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
        {map.map((row) => (
          <div>
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
    </dialog>
  );
}
