import type { DangerAnswer, DangerKind, DangerSaid } from "#src/conversation/danger.ts";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { SaidLine } from "#src/settings/said.ts";
import { EmergencyWays } from "#views/parts/emergency.tsx";
import { Sent } from "#views/parts/sent.tsx";
import { Answered } from "#views/youth/answered.tsx";

/** What whoever waits in danger is told (safeguarding 1–4). Nothing is promised that may not come. */
export interface InDanger extends DangerSaid {
  /** What they may tap now; [] = nothing is asked any more. */
  taps: (DangerKind | DangerAnswer | "skip")[];
  /** Emergency number, digits. */
  number: string;
  /** Number of the police, where they have one of their own; "" = none. */
  police: string;
  /** How without a voice, in their language; [] = there is no way. */
  ways: SaidLine[];
  /** Nobody has come for so long that they are told not to wait. */
  late: boolean;
  /** Where nobody answers in their language, the languages in which somebody does; [] = nothing to say. */
  answered: readonly Language[];
  /** Colleagues who are not here were told of it, as far as that can be known. */
  called: boolean;
}

interface InDangerProps {
  t: Translate;
  danger: InDanger;
}

/** The heading and the sentence under it: in one line for the frame that has room for no more, too. */
export function dangerTitle(t: Translate, { number, police, late, kind }: InDanger): [string, string] {
  const both = { number, police };
  if (late) return [t("youth.danger.late"), t("youth.danger.late_text", { number })];
  if (kind === "hurt_self") return [t("youth.danger.took", { number }), t("youth.danger.took_text")];
  const text = kind === "hurt_by" && police !== "" ? t("youth.danger.text_police", both) : t("youth.danger.text", both);
  return [t("youth.danger.alerted"), text];
}

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

/** Whom to call, and how without a voice. It stands as long as they wait. */
const CallNow = ({ t, danger }: InDangerProps) => (
  <div id="call">
    <a class="big" href={`tel:${danger.number}`}>
      {t("youth.frame.call", { number: danger.number })}
    </a>
    {danger.police !== "" && danger.kind !== "hurt_self" && (
      <a class="big" href={`tel:${danger.police}`}>
        {t("youth.danger.police", { number: danger.police })}
      </a>
    )}
    {danger.ways.length > 0 && (
      <details>
        <summary>{t("youth.danger.cant_talk")}</summary>
        <EmergencyWays lines={danger.ways} />
      </details>
    )}
  </div>
);

/** A form of its own, so that what is typed meanwhile stays (chat.js). */
const Tap = ({ t, say, number }: { t: Translate; say: DangerKind | DangerAnswer | "skip"; number: string }) => (
  <form method="post" action={`/danger?say=${say}`}>
    <Sent />
    <button class={say === "skip" ? "plain" : "way"}>{t(`youth.danger.${say}`, { number })}</button>
  </form>
);

/** What is happening, then one thing more. Each tap is a message; any of it can be passed over. */
const DangerAsked = ({ t, danger }: InDangerProps) => {
  const { kind, taps, number } = danger;
  return (
    <div id="in-danger">
      {taps.length > 0 && (
        <div class="card listed">
          {kind === null && <h2>{t("youth.danger.what")}</h2>}
          {kind !== null && kind !== "skip" && kind !== "hurt_self" && <h2>{t(`youth.danger.ask_${kind}`)}</h2>}
          {taps.map((say) => (
            <Tap t={t} say={say} number={number} />
          ))}
        </div>
      )}
    </div>
  );
};

/** For whoever waits as anybody else: it may come to that, or they dared not say it at the door. */
const SayDanger = ({ t }: { t: Translate }) => (
  <form method="post" action="/danger?say=now">
    <Sent />
    <button class="way">{t("youth.door.danger")}</button>
  </form>
);

interface DangerProps {
  t: Translate;
  /** Where the chat stands; `danger`: they said that they are in danger. */
  state: { kind: "waiting"; danger?: InDanger | null } | { kind: "talking" | "paused" };
}

/** What stands under it as long as they wait, or the way to say so; gone as soon as somebody is with them. */
export const Danger = ({ t, state }: DangerProps) => {
  const isWaiting = state.kind === "waiting";
  const danger = isWaiting ? state.danger : null;
  if (danger) {
    return (
      <>
        <CallNow t={t} danger={danger} />
        <DangerAsked t={t} danger={danger} />
      </>
    );
  }
  return (
    <>
      <div id="call" hidden />
      <div id="in-danger" hidden={!isWaiting}>
        {isWaiting && <SayDanger t={t} />}
      </div>
    </>
  );
};
