import type { Child } from "hono/jsx";
import type { SilenceStep } from "#src/conversation/silence/silence.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { ToTab } from "#views/counsellor/console/tab-link.tsx";
import { Icon, type IconName } from "#views/parts/icons.tsx";
import { duration } from "../ago.tsx";

/** What only the counsellor is told about the time in a chat. */
export interface PromptsShown {
  /** What the running silence has come to; `minutes` and `pauseMinutes` are those that are set. */
  step: { name: Exclude<SilenceStep, "pause">; minutes: number; pauseMinutes: number } | null;
  held: boolean;
  watched: boolean;
  danger: boolean;
  /** Until when one tap leads back from the pause, ms UTC; null = not paused. */
  pausedUntil: number | null;
  own: boolean;
  /** Minutes the chat has gone on, at the first and the second set time; null otherwise. */
  talked: { minutes: number; which: "first" | "second" } | null;
  /** When the line closed, ms UTC, and a goodbye for the field; null = open, or the reader said they stay. */
  closed: { at: number; goodbye: string | null } | null;
  line: string | null;
}

interface PromptsProps {
  t: Translate;
  id: number;
  shown: PromptsShown;
  zone: string;
}

/** Quiet lines above the field, each with an action. Always there, so that nothing else jumps. */
export function Prompts({ t, id, shown, zone }: PromptsProps) {
  const { step, held, watched, danger, pausedUntil, line, own, talked, closed } = shown;
  const isOwner = step !== null && ["prompt", "soft", "warn", "call"].includes(step.name);
  return (
    <div id={`prompts-${id}`} class="prompts" role="status">
      {watched && <Prompt icon="above">{t("staff.watched.on")}</Prompt>}
      {watched && own && <Watched t={t} id={id} watched place="prompts" />}
      {pausedUntil !== null && (
        <Prompt icon="away">{t("staff.silence.paused", { time: t.time(pausedUntil, zone) })}</Prompt>
      )}
      {step && (
        <Prompt icon={step.name === "call" ? "urgent" : "waiting"} tone={step.name === "call" ? "bad" : "soft"}>
          {t(sentenceOf(step, danger), { wait: minutes(t, step.minutes), pause: minutes(t, step.pauseMinutes) })}
        </Prompt>
      )}
      {held && !watched && <Prompt icon="waiting">{t("staff.silence.held")}</Prompt>}
      {talked && (
        <Prompt icon="waiting">{t(`staff.time.${talked.which}`, { wait: minutes(t, talked.minutes) })}</Prompt>
      )}
      {closed && <Prompt icon="info">{t("staff.closing.text", { time: t.time(closed.at, zone) })}</Prompt>}
      {closed && own && <Closing t={t} id={id} goodbye={closed.goodbye} />}
      {isOwner && own && line !== null && (
        <button type="button" class="second" id={`line-${id}`} data-say={line} data-id={id} hidden>
          {t("staff.silence.use")}
        </button>
      )}
      {(isOwner || held) && own && danger && !watched && <Watched t={t} id={id} watched={false} place="prompts" />}
      {(isOwner || held) && own && !watched && pausedUntil === null && <Hold t={t} id={id} held={held} />}
    </div>
  );
}

const minutes = (t: Translate, n: number) => duration(t.language, n * 60_000);

function sentenceOf({ name }: NonNullable<PromptsShown["step"]>, danger: boolean) {
  return name === "warn" && danger ? "staff.silence.warn_risk" : (`staff.silence.${name}` as const);
}

function Prompt({ icon, tone = "soft", children }: { icon: IconName; tone?: "soft" | "bad"; children?: Child }) {
  return (
    <p class={tone}>
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}

/** Closing time never ends a chat by itself. */
function Closing({ t, id, goodbye }: { t: Translate; id: number; goodbye: string | null }) {
  const stay = `/staff/conversation/${id}/stay`;
  return (
    <div class="acts">
      {goodbye !== null && (
        <button type="button" class="second" id={`goodbye-${id}`} data-say={goodbye} data-id={id} hidden>
          {t("staff.closing.goodbye")}
        </button>
      )}
      <ToTab tab="handover" id={id} ended={false} class="second">
        {t("staff.handover.title")}
      </ToTab>
      <form method="post" action={stay} hx-post={stay} hx-swap="none">
        <button type="submit" class="second" id={`stay-${id}`}>
          {t("staff.closing.stay")}
        </button>
      </form>
    </div>
  );
}

/** Button that stops the young person's timer, or lets it run. */
export function Hold({ t, id, held }: { t: Translate; id: number; held: boolean }) {
  const action = `/staff/conversation/${id}/hold`;
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      <button type="submit" class="second" name="held" value={held ? "no" : "yes"}>
        {t(held ? "staff.silence.release" : "staff.silence.hold")}
      </button>
    </form>
  );
}

/** Marks the young person's screen as watched, or as theirs again, until lifted here; `place` is where the button stands. */
export function Watched({
  t,
  id,
  watched,
  place,
}: {
  t: Translate;
  id: number;
  watched: boolean;
  place: WatchedPlace;
}) {
  const action = `/staff/conversation/${id}/hold`;
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      <button type="submit" class="second" id={`watched-${place}-${id}`} name="watched" value={watched ? "no" : "yes"}>
        {t(watched ? "staff.watched.lift" : "staff.watched.set")}
      </button>
    </form>
  );
}

type WatchedPlace = "prompts" | "risk" | "emergency";
