import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { SaidLine } from "#src/settings/said.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Said } from "#views/parts/emergency.tsx";

const connection = [
  "youth.help.reload",
  "youth.help.same_tab",
  "youth.help.network",
  "youth.help.school",
  "youth.help.script",
  "youth.help.fault",
] as const satisfies Key[];

const traces = [
  "youth.help.leave",
  "youth.help.leave_slow",
  "youth.help.leave_lost",
  "youth.help.secret",
  "rules.clear.where",
  "youth.help.history",
  "youth.help.history_all",
  "youth.help.private",
  "youth.help.seen",
  "youth.help.screen",
] as const satisfies Key[];

const Steps = ({ t, title, keys }: { t: Translate; title: Key; keys: readonly Key[] }) => (
  <section class="card">
    <h2>{t(title)}</h2>
    <ul>
      {keys.map((key) => (
        <li>{t(key)}</li>
      ))}
    </ul>
  </section>
);

interface HelpProps {
  frame: YouthFrame;
  emergency: SaidLine[];
  /** The chat of this browser: something may have been wrong with it; null for a browser without one. */
  wrong: Wrong | null;
}

/** Being said, or said already. */
interface Wrong {
  said: boolean;
  words: string;
  /** Why it was refused, in words. */
  error: string | null;
  /** Everyone who looks into such things had a part in the chat. */
  forNobody: boolean;
}

/** That something was wrong with the chat: one tap, with words or without. */
const SomethingWrong = ({ t, wrong }: { t: Translate; wrong: Wrong }) => (
  <section class="card" id="wrong">
    <h2>{t("youth.help.wrong")}</h2>
    {wrong.said ? (
      <p role="status">{t(wrong.forNobody ? "youth.help.wrong_said_nobody" : "youth.help.wrong_said")}</p>
    ) : (
      <form class="narrow" method="post" action="/help#wrong" autocomplete="off">
        <p class="soft">{t(wrong.forNobody ? "youth.help.wrong_nobody" : "youth.help.wrong_text")}</p>
        {wrong.error !== null && (
          <p id="wrong-error" role="alert">
            {wrong.error}
          </p>
        )}
        <label for="text">{t("youth.help.wrong_label")}</label>
        <textarea
          id="text"
          name="text"
          rows={3}
          dir="auto"
          autocomplete="off"
          aria-describedby={wrong.error === null ? undefined : "wrong-error"}
        >
          {wrong.words}
        </textarea>
        <button class="big line">{t("youth.help.wrong_send")}</button>
      </form>
    )}
  </section>
);

/** What to do in danger, when the connection makes trouble, and how to hide a visit: with what leaving fast cannot do. */
export const Help = ({ frame, emergency, wrong }: HelpProps) => (
  <YouthPage frame={frame}>
    <article class="narrow">
      <h1>{frame.t("youth.help.title")}</h1>
      <section class="card" id="danger">
        <h2>{frame.t("youth.help.danger")}</h2>
        <ul>
          {emergency.map((line) => (
            <li>
              <Said line={line} />
            </li>
          ))}
        </ul>
      </section>
      {wrong && <SomethingWrong t={frame.t} wrong={wrong} />}
      <Steps t={frame.t} title="youth.help.connection" keys={connection} />
      <Steps t={frame.t} title="youth.help.traces" keys={traces} />
      <WayBack frame={frame} />
    </article>
  </YouthPage>
);
