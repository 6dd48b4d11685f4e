import type { Child } from "hono/jsx";
import type { DangerAnswer, DangerKind, DangerSaid } from "#src/conversation/safety/danger-answers.ts";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { EmergencyWays } from "#views/parts/emergency.tsx";
import { Sent } from "#views/parts/told/sent.tsx";
import { Answered } from "#views/youth/door/answered.tsx";

/** What a young person in danger is told (PROMISES.md SG1 to SG4). Nothing is promised that may not come. */
export interface InDanger extends DangerSaid {
  /** Someone is with them, or their screen is watched: only whom to call, in a line. */
  brief: boolean;
  /** What they may tap now; [] = nothing is asked. */
  taps: (DangerKind | DangerAnswer | "skip")[];
  number: string;
  /** Police numbers where the police have their own; `country` is null if it needs no name. */
  police: { country: string | null; number: string }[];
  ways: SaidLine[];
  /** No one has come for so long that they are told not to wait. */
  late: boolean;
  /** If no one answers in their language: the languages in which someone does. */
  answered: readonly Language[];
  /** Colleagues elsewhere were told of it, as far as can be known. */
  called: boolean;
}

/** Whom to call, and how without a voice: large, or in a line. */
type WhomToCall = Pick<InDanger, "brief" | "kind" | "number" | "police" | "ways">;

/** The same once they have left; `chats`: someone at another place answers in a chat now. */
export interface CallAfter extends WhomToCall {
  chats: boolean;
}

interface InDangerProps {
  t: Translate;
  danger: InDanger;
}

/** Returns the heading and the sentence under it, also for the frame with room for one line. */
export function dangerTitle(t: Translate, danger: InDanger): [string, string] {
  const { number, late, kind } = danger;
  if (late) return [t("youth.danger.late"), t("youth.danger.late_text", { number })];
  if (kind === "hurt_self") return [t("youth.danger.took", { number }), t("youth.danger.took_text")];
  return [t("youth.danger.alerted"), whomToCall(t, danger)];
}

/** The police come first if someone hurts them: by their number alone, or by that of each country. */
function whomToCall(t: Translate, { number, police, kind }: InDanger): string {
  const [first] = police;
  if (kind !== "hurt_by" || first === undefined) return t("youth.danger.text", { number });
  if (first.country === null) return t("youth.danger.text_police", { number, police: first.number });
  const each = police.map((one) => `${one.country} ${one.number}`);
  return t("youth.danger.text_police_in", { number, police: each.join(", ") });
}

/** Returns whether what they are told replaces their place in line. */
export const isAlerted = (danger: InDanger | null | undefined): danger is InDanger => danger?.brief === false;

/** The state in danger, instead of their place in line. */
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

/** In the order in which they help. */
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

/** Whom to call, and how without a voice: large in line and after leaving, a line above the words when someone is with them. */
const CallNow = ({ t, danger, chats }: { t: Translate; danger: WhomToCall; chats?: Child }) => {
  const look = danger.brief ? undefined : "big";
  return (
    <div id="call" class={danger.brief ? "card red brief" : undefined}>
      {numbersOf(t, danger).map(({ href, text }) => (
        <>
          <a class={look} href={href}>
            {text}
          </a>{" "}
        </>
      ))}
      {(danger.ways.length > 0 || chats) && (
        <details>
          <summary class={look}>{t("youth.danger.cant_talk")}</summary>
          <EmergencyWays lines={danger.ways} />
          {chats}
        </details>
      )}
    </div>
  );
};

/** Places where someone answers in a chat now. A script shows them beside this page: `see.` without an id is a search (words.js). */
const OtherChats = ({ t, query }: { t: Translate; query: string }) => (
  <form method="post" action={`/other${query}`}>
    <input type="hidden" name="channel" value="chat" />
    <input type="hidden" name="open" value="1" />
    <button class="way" name="see.">
      {t("youth.danger.chats")}
    </button>
  </form>
);

interface AfterDangerProps {
  t: Translate;
  query: string;
  danger: CallAfter;
}

/** Whom to call, before all else on the page of someone who left in danger (SG7). */
export const AfterDanger = ({ t, query, danger }: AfterDangerProps) => (
  <div class="narrow">
    <CallNow t={t} danger={danger} chats={danger.chats && <OtherChats t={t} query={query} />} />
  </div>
);

/** null = nothing was tapped, or they would rather not say. */
function heardText(t: Translate, { kind, answer }: DangerSaid): string | null {
  if (kind === null || kind === "skip") return null;
  return t(answer === "silent" ? "youth.danger.heard_silent" : "youth.danger.heard");
}

/** Says first that the last tap has come. */
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
 * Each tap is a message, and can be skipped; chat.js knows the buttons by name and replaces only the question.
 * Without scripts it is hidden (youth-noscript.css) and the frame has it (`FramedTaps`).
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
 * The same in the streamed frame, since the page without scripts would ask on when someone is with them.
 * Only the newest shows, even an empty one (youth-danger-frame.css).
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

/** For someone who waits like anyone else: danger may come, or they dared not say it at the door. */
const SayDanger = ({ t }: { t: Translate }) => (
  <form method="post" action="/danger?say=now">
    <Sent />
    <button class="way">{t("youth.door.danger")}</button>
  </form>
);

interface DangerProps {
  t: Translate;
  /** Where the chat stands; `danger`: they said so, `watched`: someone else may read the screen. */
  state: {
    kind: "waiting" | "talking" | "paused";
    danger?: InDanger | null;
    watched?: boolean;
    readAfter?: true | undefined;
  };
}

/** Questions or the way to say danger while they wait; only whom to call once someone is with them. */
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

/** What is asked of someone who waits in danger, or the way to say that they are. */
export const AskedInDanger = ({ t, state: { kind, danger, watched = false } }: DangerProps) => {
  if (isAlerted(danger)) return <DangerAsked t={t} danger={danger} />;
  const maySay = !danger && kind === "waiting" && !watched;
  return (
    <div id="in-danger" hidden={!maySay}>
      {maySay && <SayDanger t={t} />}
    </div>
  );
};

/** The quiet way to say in danger that they cannot write, as the screen may be watched. chat.js knows it as a tap. */
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
