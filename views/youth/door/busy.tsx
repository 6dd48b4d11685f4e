import type { Answers } from "#src/settings/assessment.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { CallInDanger, EmergencyWays } from "#views/parts/emergency.tsx";
import { Lamp } from "#views/parts/face.tsx";
import { ChosenFields } from "#views/parts/fields/chosen.tsx";

export interface BusyProps {
  frame: YouthFrame;
  /** Style sheet that keeps the button back while it would lead nowhere. */
  css: string;
  ways: SaidLine[];
  words: string;
  secret: string;
  clientId: string;
  line: string;
  rules: number;
  chosen: Answers;
  first: boolean;
  danger: boolean;
  /** What a browser with scripts does meanwhile (static/busy.js). */
  task: string;
  seconds: number;
}

/** Shown in a rush: a minute's wait, which scripts make shorter, and nothing typed is lost. */
export const Busy = ({
  frame,
  css,
  ways,
  words,
  secret,
  clientId,
  line,
  rules,
  chosen,
  first,
  danger,
  task,
  seconds,
}: BusyProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <style dangerouslySetInnerHTML={{ __html: css }} />
      <div class="narrow">
        <div class="hero">
          {frame.face && <Lamp big />}
          <div>
            <h1>{t("youth.busy.title")}</h1>
          </div>
        </div>
        <p>{t("youth.busy.text")}</p>
        <form
          id="busy"
          class="card"
          method="post"
          action={`/start${frame.query}`}
          autocomplete="off"
          data-seconds={seconds}
          data-self={t("youth.busy.self")}
        >
          <input type="hidden" name="client_id" value={clientId} />
          <input type="hidden" name="l" value={t.language} />
          <input type="hidden" name="rules" value={rules} />
          <input type="hidden" name="line" value={line} />
          <input type="hidden" name="task" value={task} />
          <input type="hidden" name="solution" value="" />
          {danger && <input type="hidden" name="danger" value="yes" />}
          {secret !== "" && <input type="hidden" name="secret" value={secret} />}
          <ChosenFields chosen={chosen} first={first} />
          {words !== "" && (
            <>
              <label for="text">{t("youth.busy.words")}</label>
              <textarea id="text" name="text" rows={3} dir="auto" autocomplete="off">
                {words}
              </textarea>
            </>
          )}
          <p id="then" role="status">
            {t("youth.busy.then", { seconds })}
          </p>
          <noscript>
            <div id="minute" aria-hidden="true" />
          </noscript>
          <button id="go" class="big">
            {t("youth.continue.yes")}
          </button>
        </form>
        <CallInDanger t={t} number={frame.emergency} />
        <EmergencyWays lines={ways} />
      </div>
    </YouthPage>
  );
};
