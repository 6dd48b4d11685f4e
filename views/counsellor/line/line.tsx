import type { OverrideKind } from "#src/events.ts";
import type { OverrideEnd } from "#src/hours/rules/override-end.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { duration } from "../ago.tsx";
import { whenEnds } from "../when.ts";
import { asks, decides, decisionOf, LineActs, LineSays } from "./line-menu.tsx";
import type { LineNow } from "./line-state.tsx";

export interface Asked {
  kind: OverrideKind;
  ends: OverrideEnd[];
  /** When the hours close the line, ms UTC. */
  closes: number | null;
  waiting: number;
  /** Characters. */
  maxReason: number;
  end: OverrideEnd;
  /** As typed, "21:30". */
  time: string;
  reason: string;
  refused: { field: string; sentence: string } | null;
}

interface LinePageProps {
  frame: StaffFrame;
  line: LineNow;
  /** null = nothing is being decided. */
  asked: Asked | null;
  now: number;
}

/** One line: what its door says, and what can be decided. The console fetches the form from here. */
export function LinePage({ frame, line, asked, now }: LinePageProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={line.name}>
      <div class="doors">
        <h1 dir="auto">{line.name}</h1>
        <LineSays t={t} line={line} now={now} />
        <LineActs t={t} line={line} />
      </div>
      <div id="decide" hx-morph-skip="">
        {asked && <Decide t={t} line={line} asked={asked} now={now} />}
      </div>
    </StaffSheet>
  );
}

interface DecideProps {
  t: Translate;
  line: LineNow;
  asked: Asked;
  now: number;
}

function Decide({ t, line, asked, now }: DecideProps) {
  const { kind, waiting } = asked;
  const called = decisionOf(kind, line.opening);
  const action = `/staff/line/${line.id}/override`;
  // A refusal comes back as this form with its sentence, everything typed still in it.
  const again = { "hx-status:422": "target:#decide select:#decide swap:outerHTML" };
  return (
    <form class="decide fields" method="post" action={action} hx-post={action} {...decides} {...again}>
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="waiting" value={waiting} />
      <hgroup>
        <h2>{t(`staff.decide.title.${called}`, { line: line.name })}</h2>
        <p class="hint">{t(`staff.decide.means.${called}`, { n: waiting })}</p>
      </hgroup>
      {kind === "closed" && waiting > 0 && <p class="loss">{t("staff.decide.waiting", { n: waiting })}</p>}
      <Wrong asked={asked} field="waiting" />
      <Ends t={t} line={line} asked={asked} now={now} />
      <div class="field">
        <label for="decide-reason">{t("staff.decide.reason")}</label>
        <input
          id="decide-reason"
          name="reason"
          value={asked.reason}
          maxlength={asked.maxReason}
          autocomplete="off"
          dir="auto"
          aria-describedby={
            asked.refused?.field === "reason" ? "decide-wrong-reason decide-reason-hint" : "decide-reason-hint"
          }
          aria-invalid={asked.refused?.field === "reason" ? "true" : undefined}
        />
        <p class="hint" id="decide-reason-hint">
          {t("staff.decide.reason_hint")}
        </p>
        <Wrong asked={asked} field="reason" />
      </div>
      <div class="acts">
        <button type="submit" class="main">
          {t(`staff.decide.do.${called}`, { n: waiting })}
        </button>
        <a class="second" {...asks(`/staff/line/${line.id}`)}>
          {t("staff.decide.cancel")}
        </a>
      </div>
    </form>
  );
}

function Ends({ t, line, asked, now }: DecideProps) {
  const words = (end: OverrideEnd) => {
    if (end === "lift") return t("staff.decide.end.lift");
    if (end === "closing")
      return t("staff.decide.end.closing", { time: whenEnds(t, asked.closes ?? now, now, line.zone) });
    return t("staff.decide.end.minutes", { length: duration(t.language, Number(end) * 60_000) });
  };
  return (
    <fieldset class="field" aria-describedby={asked.refused?.field === "until" ? "decide-wrong-until" : undefined}>
      <legend>{t("staff.decide.until")}</legend>
      {asked.ends.map((end) =>
        end === "time" ? (
          <div class="check typed">
            <input type="radio" id="decide-time-end" name="end" value="time" checked={asked.end === "time"} />
            <label for="decide-time-end">{t("staff.decide.end.time")}</label>
            <input
              name="time"
              value={asked.time}
              placeholder="21:30"
              autocomplete="off"
              aria-label={t("staff.decide.time")}
              aria-invalid={asked.refused?.field === "until" ? "true" : undefined}
            />
          </div>
        ) : (
          <label class="check">
            <input type="radio" name="end" value={end} checked={asked.end === end} />
            <span>{words(end)}</span>
          </label>
        ),
      )}
      <Wrong asked={asked} field="until" />
    </fieldset>
  );
}

function Wrong({ asked, field }: { asked: Asked; field: string }) {
  if (asked.refused?.field !== field) return null;
  return (
    <p class="wrong" id={`decide-wrong-${field}`} role="alert">
      {asked.refused.sentence}
    </p>
  );
}
