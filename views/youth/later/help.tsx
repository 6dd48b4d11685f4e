import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Said } from "#views/parts/emergency.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { SomethingWrong, type Wrong } from "#views/youth/end/wrong.tsx";

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
  /** They can write here too, and say that they are in danger. */
  write: boolean;
  /** The chat of this browser: something may have been wrong with it; null for a browser without one. */
  wrong: Wrong | null;
}

/** What to do in danger, when the connection makes trouble, and how to hide a visit: with what leaving fast cannot do. */
export const Help = ({ frame, emergency, write, wrong }: HelpProps) => {
  // What was just said is answered where a page beside the chat begins (words.js); the bar on top has the number all the same.
  const isAnswer = wrong !== null && (wrong.said || wrong.isRefused);
  return (
    <YouthPage frame={frame}>
      <article class="narrow">
        <h1>{frame.t("youth.help.title")}</h1>
        {isAnswer && <SomethingWrong t={frame.t} wrong={wrong} />}
        <section class="card" id="danger">
          <h2>{frame.t("youth.help.danger")}</h2>
          <ul>
            {emergency.map((line) => (
              <li>
                <Said line={line} />
              </li>
            ))}
            {write && (
              <li>
                <Marked t={frame.t} text="youth.help.danger_write" href={`/${frame.query}`} />
              </li>
            )}
          </ul>
        </section>
        {wrong && !isAnswer && <SomethingWrong t={frame.t} wrong={wrong} />}
        <Steps t={frame.t} title="youth.help.connection" keys={connection} />
        <Steps t={frame.t} title="youth.help.traces" keys={traces} />
        <WayBack frame={frame} />
      </article>
    </YouthPage>
  );
};
