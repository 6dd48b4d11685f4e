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
  "rules.traces.network",
  "rules.traces.screen",
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
  write: boolean;
  wrong: Wrong | null;
}

/** What to do in danger and with a bad connection, and how to hide a visit, including what leaving fast cannot do. */
export const Help = ({ frame, emergency, write, wrong }: HelpProps) => {
  // Someone who just sent it reads the answer where a page beside the chat begins (words.js); the top bar has the number.
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
