import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { Detector } from "#src/practice/detectors/detect.ts";
import type { Tried, TriedAgain } from "#src/practice/writing/tried.ts";

/** What was tried with a draft. */
export interface Trial {
  /** The first lines. */
  starts: string[];
  /** What was played, or what stands there from before. */
  steps: (Tried & Partial<TriedAgain>)[];
  /** The sentence that is being written. */
  say: string;
  /** Something in the draft cannot be read yet. */
  isBlocked: boolean;
  /** All of it was played again. */
  isAgain: boolean;
  /** The last step, if it was played just now. */
  last: TriedAgain | null;
}

interface TryProps {
  t: Translate;
  path: string;
  language: string;
  trial: Trial;
  /** The rule that spoke last, by its number in the table; null if none did. */
  rule: number | null;
}

/** Plays a draft while it is written: what the young person would answer, what was heard, and which rule spoke. */
export function TryIt({ t, path, language, trial, rule }: TryProps) {
  const { starts, steps, say, isBlocked, last, isAgain } = trial;
  const differing = steps.filter(({ before }) => before).length;
  const isOver = last?.state.end != null;
  return (
    <aside class="shown try" id="try" aria-labelledby="try-title">
      <h2 id="try-title">{t("admin.practice.try")}</h2>
      <p class="hint">{t("admin.practice.try.means")}</p>
      {isBlocked && <p class="note warn">{t("admin.practice.try.blocked")}</p>}
      {(differing > 0 || isAgain) && (
        <p class={differing > 0 ? "note warn" : "hint"} role="status">
          {t("admin.practice.try.differ", { n: differing })}
        </p>
      )}
      <div class="practice-scroll" role="log" tabindex={0} aria-label={t("staff.practice.log")}>
        <ol class="log practice-log" lang={language}>
          {starts.map((text) => (
            <YouthLine t={t} text={text} />
          ))}
          {steps.map((one) => (
            <TriedStep t={t} step={one} />
          ))}
        </ol>
      </div>
      {last && <Heard t={t} last={last} rule={rule} />}
      <input type="hidden" name="tried" value={JSON.stringify(steps.map(({ event, lines }) => ({ event, lines })))} />
      <div class="practice-say">
        <label for="say">{t("admin.practice.try.say")}</label>
        <textarea id="say" name="say" rows={2} dir="auto" lang={language} autocomplete="off">
          {say}
        </textarea>
        <div class="row-of">
          <TryAct path={path} act="say" text={t("staff.composer.send")} isMain off={isOver} />
          <TryAct path={path} act="wait" text={t("staff.practice.act.wait")} off={isOver} />
          <TryAct path={path} act="risk_marked" text={t("staff.practice.act.risk")} off={isOver} />
          <TryAct path={path} act="card" text={t("staff.practice.act.card")} off={isOver} />
          <TryAct path={path} act="timer_paused" text={t("staff.practice.act.pause")} off={isOver} />
          <TryAct path={path} act="ended" text={t("staff.practice.act.end")} off={isOver} />
        </div>
        {steps.length > 0 && (
          <div class="row-of">
            <TryAct path={path} act="play" text={t("admin.practice.try.again")} />
            <TryAct path={path} act="restart" text={t("admin.practice.try.restart")} />
          </div>
        )}
      </div>
    </aside>
  );
}

function TryAct(props: { path: string; act: string; text: string; isMain?: boolean; off?: boolean }) {
  const { path, act, text, isMain = false, off = false } = props;
  return (
    <button
      type="submit"
      class={isMain ? "main" : "quiet"}
      name="act"
      value={act}
      formaction={`${path}#try`}
      disabled={off}
    >
      {text}
    </button>
  );
}

function YouthLine({ t, text }: { t: Translate; text: string }) {
  return (
    <li class="m youth">
      <span class="sr">{t("staff.message.youth")} </span>
      <p dir="auto">{text}</p>
    </li>
  );
}

function TriedStep({ t, step }: { t: Translate; step: Trial["steps"][number] }) {
  const { event, lines, before } = step;
  return (
    <>
      {event.kind === "message" ? (
        <li class="m other">
          <span class="sr">{t("staff.practice.you")} </span>
          <p dir="auto">{event.text}</p>
        </li>
      ) : (
        <li class="m notice">
          <p>{noticeOf(t, event)}</p>
        </li>
      )}
      {lines.map((text) => (
        <YouthLine t={t} text={text} />
      ))}
      {before && (
        <li class="try-before">
          <b>{t("admin.practice.try.before")}</b> <span dir="auto">{before.join(" / ") || "–"}</span>
        </li>
      )}
    </>
  );
}

function noticeOf(t: Translate, event: Exclude<Tried["event"], { kind: "message" }>): string {
  if (event.kind === "silence") return t("admin.practice.try.silence", { n: event.seconds });
  return t(`staff.practice.must_event.${event.kind}`);
}

function Heard({ t, last, rule }: { t: Translate; last: TriedAgain; rule: number | null }) {
  const { did, state, event } = last;
  const ended = state.end;
  return (
    <dl class="about-line small">
      {event.kind === "message" && (
        <>
          <dt>{t("admin.practice.try.heard")}</dt>
          <dd>
            {did.length === 0 && "–"}
            {did.map((one) => (
              <span class="heard">
                <code>{one}</code> <small>{heardWords(t, one)}</small>
              </span>
            ))}
          </dd>
        </>
      )}
      <dt>{t("admin.practice.try.by")}</dt>
      <dd>{rule === null ? t("admin.practice.try.no_rule") : t("admin.practice.try.rule", { n: rule })}</dd>
      <dt>{t("staff.practice.trust")}</dt>
      <dd>{state.trust}</dd>
      <dt>{t("staff.practice.load")}</dt>
      <dd>{state.load}</dd>
      <dt>{t("admin.practice.try.phase")}</dt>
      <dd>{t(`staff.practice.phase.${state.phase}`)}</dd>
      {ended && (
        <>
          <dt>{t("admin.practice.try.end")}</dt>
          <dd>
            <code>{ended.id}</code> {t(`staff.practice.end.${ended.kind}`)}
          </dd>
        </>
      )}
    </dl>
  );
}

function heardWords(t: Translate, detector: Detector): string {
  return t(`staff.practice.did.${detector}` as Key);
}
