import type { Shown } from "#src/conversation/return/return-code.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { CallInDanger, EmergencyWays } from "#views/parts/emergency.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { Answered } from "#views/youth/door/answered.tsx";
import { InDanger } from "#views/youth/door/door.tsx";
import { type DoorScene, type LineAtDoor, NextLine, Why } from "#views/youth/door/now.tsx";

interface BackAgainProps {
  frame: YouthFrame;
  /** Proves that the form comes from someone who typed the code. */
  pass: string;
  /** When the team opened it again, in words. */
  readAgain: string | null;
  line: LineAtDoor;
  at: number;
  clientId: string;
  rulesVersion: number;
  ways: SaidLine[];
  words: string;
  danger: boolean;
  shows: Shown;
  choices: Shown[];
  refused: string | null;
}

const ClearWithCode = ({ frame: { t, query }, pass }: Pick<BackAgainProps, "frame" | "pass">) => (
  <form method="post" action={`/back${query}`}>
    <input type="hidden" name="pass" value={pass} />
    <button class="plain" name="want" value="clear">
      {t("rules.clear.offer")}
    </button>
  </form>
);

type Kept = "frame" | "pass" | "line" | "at" | "readAgain" | "clientId" | "rulesVersion" | "ways";

interface BackShutProps extends Pick<BackAgainProps, Kept> {
  /** The line that lets someone in danger in, if anyone is there for them. */
  danger: DoorScene["danger"];
}

/** Before anything else, as at the door: whom to call, how without a voice, and the way in for someone in danger. */
const DangerNow = ({ frame, pass, clientId, rulesVersion, ways, danger }: BackShutProps) => {
  const { t, emergency, query } = frame;
  return (
    <section class="card listed">
      <CallInDanger t={t} number={emergency} />
      <EmergencyWays lines={ways} />
      {danger && (
        <>
          <Answered t={t} answered={danger.answered} />
          <form class="listed" method="post" action={`/back${query}`} autocomplete="off">
            <input type="hidden" name="pass" value={pass} />
            <input type="hidden" name="client_id" value={clientId} />
            <input type="hidden" name="rules" value={rulesVersion} />
            <input type="hidden" name="danger" value="yes" />
            <button class="big">{t("youth.door.danger")}</button>
            <p class="soft">{t("youth.door.danger_though")}</p>
          </form>
        </>
      )}
    </section>
  );
};

/** A right code while no one is there, except for someone in danger: no form that would be refused. */
export const BackShut = (props: BackShutProps) => {
  const { frame, pass, line, at, readAgain } = props;
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.again.title")}</h1>
        <DangerNow {...props} />
        <p>{t("youth.again.shut")}</p>
        {readAgain !== null && <p class="soft">{t("youth.again.read", { date: readAgain })}</p>}
        <Why t={t} line={line} at={at} />
        <ClearWithCode frame={frame} pass={pass} />
        <WayBack frame={frame} />
      </div>
    </YouthPage>
  );
};

/** The code of an ended chat: a new chat begins, and shows nothing of the earlier one unless that is chosen. */
export const BackAgain = ({ frame, refused, ...props }: BackAgainProps) => {
  const { t } = frame;
  const agreed = props.choices.includes("approach");
  /** Someone who may see everything sees the agreed plan too. */
  const said = (choice: Shown) => (choice === "everything" && agreed ? "everything_agreed" : choice);
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.again.title")}</h1>
        <p>{t("youth.again.text")}</p>
        {props.readAgain !== null && <p class="soft">{t("youth.again.read", { date: props.readAgain })}</p>}
        {props.line.door.state !== "open" && (
          <>
            <CallInDanger t={t} number={frame.emergency} />
            <EmergencyWays lines={props.ways} />
            <NextLine t={t} line={props.line} at={props.at} />
          </>
        )}
        <form class="card listed" method="post" action={`/back${frame.query}`} autocomplete="off">
          {refused !== null && (
            <p id="refused" role="alert">
              {refused}
            </p>
          )}
          <fieldset class="listed">
            <legend>{t("youth.again.shows")}</legend>
            {props.choices.map((choice) => (
              <label class="choice">
                <input type="radio" name="shows" value={choice} autocomplete="off" checked={choice === props.shows} />
                <span>{t(`youth.again.${said(choice)}`)}</span>
              </label>
            ))}
          </fieldset>
          <Answered t={t} answered={props.line.answered} />
          <label for="text">{t("youth.door.label")}</label>
          <textarea
            id="text"
            name="text"
            rows={3}
            dir="auto"
            autocomplete="off"
            aria-describedby={refused === null ? undefined : "refused"}
          >
            {props.words}
          </textarea>
          <InDanger t={t} danger={props.danger} />
          <button class="big">{t("youth.again.go")}</button>
          <p class="soft">
            <Marked t={t} text="youth.later.link.agree" href={`/how${frame.query}`} />
            {frame.keepsAddress && ` ${t("youth.door.address")}`}
          </p>
          <input type="hidden" name="pass" value={props.pass} />
          <input type="hidden" name="client_id" value={props.clientId} />
          <input type="hidden" name="rules" value={props.rulesVersion} />
        </form>
        <ClearWithCode frame={frame} pass={props.pass} />
        <WayBack frame={frame} secondary />
      </div>
    </YouthPage>
  );
};
