import type { DangerAnswer, DangerKind, DangerSaid } from "#src/conversation/safety/danger-answers.ts";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { EmergencyWays } from "#views/parts/emergency.tsx";
import { Sent } from "#views/parts/told/sent.tsx";
import { Answered } from "#views/youth/door/answered.tsx";

/** What whoever is in danger is told (PROMISES.md SG1 to SG4). Nothing is promised that may not come. */
export interface InDanger extends DangerSaid {
  /** Somebody is with them, or their screen is watched: only whom to call, in a line. */
  brief: boolean;
  /** What they may tap now; [] = nothing is asked any more. */
  taps: (DangerKind | DangerAnswer | "skip")[];
  /** Emergency number, digits. */
  number: string;
  /** Numbers of the police, where they have one of their own, and of which country, in words; null where it needs no name. */
  police: { country: string | null; number: string }[];
  /** How without a voice, in their language; [] = there is no way. */
  ways: SaidLine[];
  /** Nobody has come for so long that they are told not to wait. */
  late: boolean;
  /** Where nobody answers in their language, the languages in which somebody does; [] = nothing to say. */
  answered: readonly Language[];
  /** Colleagues who are not here were told of it, as far as that can be known. */
  called: boolean;
}

/** Whom to call, and how without a voice: large, or in a line. */
export type WhomToCall = Pick<InDanger, "brief" | "kind" | "number" | "police" | "ways">;

interface InDangerProps {
  t: Translate;
  danger: InDanger;
}

/** The heading and the sentence under it: in one line for the frame that has room for no more, too. */
export function dangerTitle(t: Translate, danger: InDanger): [string, string] {
  const { number, late, kind } = danger;
  if (late) return [t("youth.danger.late"), t("youth.danger.late_text", { number })];
  if (kind === "hurt_self") return [t("youth.danger.took", { number }), t("youth.danger.took_text")];
  return [t("youth.danger.alerted"), whomToCall(t, danger)];
}

/** The police come first where somebody hurts them: by their number alone, or by that of each country. */
function whomToCall(t: Translate, { number, police, kind }: InDanger): string {
  const [first] = police;
  if (kind !== "hurt_by" || first === undefined) return t("youth.danger.text", { number });
  if (first.country === null) return t("youth.danger.text_police", { number, police: first.number });
  const each = police.map((one) => `${one.country} ${one.number}`);
  return t("youth.danger.text_police_in", { number, police: each.join(", ") });
}

/** Whether that is told in the place of where they stand in line. */
export const isAlerted = (danger: InDanger | null | undefined): danger is InDanger => danger?.brief === false;

/** In the place of where they stand in line. */
export const Alerted = ({ t, danger, place }: InDangerProps & { place: number }) => {
  const [title, text] = dangerTitle(t, danger);
  return (
    <div class="card red">
      <h1>{title}</h1>
      <p>{text}</p>
      {danger.called && <p>{t("youth.danger.called")}</p>}
      <Answered t={t} answered={danger.answered} />
      <p class="soft">{t("youth.waiting.place", { place })}</p>
    </div>
  );
};

/** The numbers to tap, in the order in which they help. */
function numbersOf(t: Translate, { number, police, kind, brief }: WhomToCall): { href: string; text: string }[] {
  const took = brief && kind === "hurt_self";
  const call = { href: dial(number), text: t(took ? "youth.danger.took" : "youth.frame.call", { number }) };
  const others = kind === "hurt_self" ? [] : police.map((one) => ({ href: dial(one.number), text: policeIn(t, one) }));
  return kind === "hurt_by" ? [...others, call] : [call, ...others];
}

const dial = (number: string) => `tel:${number.replaceAll(" ", "")}`;

function policeIn(t: Translate, { country, number }: InDanger["police"][number]): string {
  const text = t("youth.danger.police", { number });
  return country === null ? text : `${t("rules.told.in", { country })} ${text}`;
}

/** Whom to call, and how without a voice: large while they wait and after they have left, in a line above the words once somebody is with them. */
const CallNow = ({ t, danger }: { t: Translate; danger: WhomToCall }) => (
  <div id="call" class={danger.brief ? "card red brief" : undefined}>
    {numbersOf(t, danger).map(({ href, text }) => (
      <>
        <a class={danger.brief ? undefined : "big"} href={href}>
          {text}
        </a>{" "}
      </>
    ))}
    {danger.ways.length > 0 && (
      <details>
        <summary>{t("youth.danger.cant_talk")}</summary>
        <EmergencyWays lines={danger.ways} />
      </details>
    )}
  </div>
);

/** The same before all else on the page of somebody who has left in danger (SG7). */
export const AfterDanger = ({ t, danger }: { t: Translate; danger: WhomToCall }) => (
  <div class="narrow">
    <CallNow t={t} danger={danger} />
  </div>
);

/** That what they tapped is here; null where nothing was, or they would rather not say. */
function heardText(t: Translate, { kind, answer }: DangerSaid): string | null {
  if (kind === null || kind === "skip") return null;
  return t(answer === "silent" ? "youth.danger.heard_silent" : "youth.danger.heard");
}

/** What is happening, then one thing more; before it that the last tap has come. */
const Question = ({ t, danger, danger: { kind, answer } }: InDangerProps) => (
  <>
    {heardText(t, danger) && <p>{heardText(t, danger)}</p>}
    {answer === null && <Asks t={t} kind={kind} />}
  </>
);

const Asks = ({ t, kind }: { t: Translate; kind: InDanger["kind"] }) => (
  <>
    {kind === null && <h2>{t("youth.danger.what")}</h2>}
    {kind !== null && kind !== "skip" && kind !== "hurt_self" && <h2>{t(`youth.danger.ask_${kind}`)}</h2>}
  </>
);

/**
 * Each tap is a message; any of it can be passed over. The buttons are named as chat.js knows a tap: what comes next takes the place of
 * the question, and nothing else moves. Without scripts the frame has it (`FramedTaps`), and this is hidden (youth-noscript.css).
 */
const DangerAsked = ({ t, danger }: InDangerProps) => {
  const { taps, number } = danger;
  return (
    <div id="in-danger">
      {hasToSay(t, danger) && (
        <div class="card">
          <Question t={t} danger={danger} />
          {taps.length > 0 && (
            <form class="answers" method="post" action="/danger">
              {taps.map((say) => (
                <button name="value" value={say}>
                  {t(`youth.danger.${say}`, { number })}
                </button>
              ))}
            </form>
          )}
        </div>
      )}
    </div>
  );
};

const hasToSay = (t: Translate, danger: InDanger) => danger.taps.length > 0 || heardText(t, danger) !== null;

/**
 * The same among the messages of the streamed frame, which then shows itself anew: all else on a page without scripts stands still, and
 * would ask on when somebody is with them. Only the newest shows (youth-danger-frame.css), also where nothing is asked any more.
 */
export const FramedTaps = ({ t, danger }: { t: Translate; danger: InDanger | null }) =>
  danger !== null && !danger.brief && hasToSay(t, danger) ? (
    <div class="taps">
      <Question t={t} danger={danger} />
      {danger.taps.length > 0 && (
        <form method="post" action="/danger">
          <input type="hidden" name="frame" value="1" />
          {danger.taps.map((say) => (
            <button name="say" value={say}>
              {t(`youth.danger.${say}`, { number: danger.number })}
            </button>
          ))}
        </form>
      )}
    </div>
  ) : (
    <i class="taps" hidden />
  );

/** For whoever waits as anybody else: it may come to that, or they dared not say it at the door. */
const SayDanger = ({ t }: { t: Translate }) => (
  <form method="post" action="/danger?say=now">
    <Sent />
    <button class="way">{t("youth.door.danger")}</button>
  </form>
);

interface DangerProps {
  t: Translate;
  /** Where the chat stands; `danger`: they said that they are in danger, `watched`: somebody else may read the screen. */
  state: {
    kind: "waiting" | "talking" | "paused";
    danger?: InDanger | null;
    watched?: boolean;
    readAfter?: true | undefined;
  };
}

/** What stands under it as long as they wait, or the way to say so; once somebody is with them no more than whom to call. */
export const Danger = ({ t, state }: DangerProps) => {
  const { danger } = state;
  const isTold = isAlerted(danger) && state.readAfter === true;
  return (
    <>
      {danger ? <CallNow t={t} danger={danger} /> : <div id="call" hidden />}
      <AskedInDanger t={t} state={state} />
      <p id="read-after" class="soft" hidden={!isTold}>
        {isTold && t("youth.danger.leave")}
      </p>
    </>
  );
};

/** What is asked of whoever waits in danger, or the way to say that they are. */
export const AskedInDanger = ({ t, state: { kind, danger, watched = false } }: DangerProps) => {
  if (isAlerted(danger)) return <DangerAsked t={t} danger={danger} />;
  const maySay = !danger && kind === "waiting" && !watched;
  return (
    <div id="in-danger" hidden={!maySay}>
      {maySay && <SayDanger t={t} />}
    </div>
  );
};

/**
 * The quiet way to say that they cannot write, below the field as long as they are in danger, whoever is there: the screen may be watched.
 * Named as chat.js knows a tap; what comes of it stands in its place until they write.
 */
export const Quiet = ({ t, isSaid }: { t: Translate; isSaid: boolean }) =>
  isSaid ? (
    <p id="quiet" class="soft">
      {t("youth.danger.heard_silent")}
    </p>
  ) : (
    <form id="quiet" method="post" action="/here">
      <button class="plain" name="value" value="quiet">
        {t("youth.danger.silent")}
      </button>
    </form>
  );
