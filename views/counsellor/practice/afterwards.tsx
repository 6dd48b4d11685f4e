import type { Translate } from "#src/i18n/i18n.ts";
import type { Detector, DetectorName } from "#src/practice/detectors/detect.ts";
import type { Feedback } from "#src/practice/feedback.ts";

export interface AfterwardsProps {
  t: Translate;
  id: number;
  /** Null where there was no script. */
  feedback: Feedback | null;
  /** What was hidden, and a question to think about. */
  hidden: string | null;
  debrief: string | null;
  /** Whose own it is: only they can hand it in, or forget it. */
  own: { handedIn: boolean; scenario: string } | null;
  days: number;
}

/** What a trainee reads after a practice chat: own sentences, no points. */
export function Afterwards({ t, id, feedback, hidden, debrief, own, days }: AfterwardsProps) {
  return (
    <section class="practice-after" aria-labelledby="after-title">
      <h2 id="after-title">{t("staff.practice.after")}</h2>
      {feedback && <Told t={t} feedback={feedback} />}
      {hidden !== null && (
        <section class="theme">
          <h3>{t("staff.practice.hidden")}</h3>
          <p>{hidden}</p>
        </section>
      )}
      {debrief !== null && (
        <section class="theme">
          <h3>{t("staff.practice.to_think")}</h3>
          <p>{debrief}</p>
        </section>
      )}
      {own !== null && <WhatNext t={t} id={id} own={own} days={days} />}
    </section>
  );
}

function WhatNext({
  t,
  id,
  own,
  days,
}: Pick<AfterwardsProps, "t" | "id" | "days"> & { own: NonNullable<AfterwardsProps["own"]> }) {
  return (
    <section class="theme">
      <p>
        <a class="main" href={`/staff/practice/scenario/${own.scenario}`}>
          {t("staff.practice.again")}
        </a>
      </p>
      <form method="post" action={`/staff/practice/${id}`} class="row-of">
        <button type="submit" class="second" name="act" value={own.handedIn ? "take_back" : "hand_in"}>
          {t(own.handedIn ? "staff.practice.take_back" : "staff.practice.hand_in")}
        </button>
      </form>
      <details class="practice-place">
        <summary>{t("staff.practice.forget")}</summary>
        <form method="post" action={`/staff/practice/${id}/forget`} class="row-of">
          <p>{t("staff.practice.forget_means")}</p>
          <button type="submit" class="second">
            {t("staff.practice.forget")}
          </button>
        </form>
      </details>
      <p class="hint">{t(own.handedIn ? "staff.practice.is_handed_in" : "staff.practice.kept", { days })}</p>
    </section>
  );
}

function Told({ t, feedback }: { t: Translate; feedback: Feedback }) {
  const { end, strengths, tryNext, musts, course, feeling, phases } = feedback;
  return (
    <>
      {end && <p class="lead">{t(`staff.practice.end.${end.kind}`)}</p>}
      {isSafetyOpen(feedback) && <p class="note">{t("staff.practice.left_open")}</p>}
      {strengths.length > 0 && (
        <section class="theme">
          <h3>{t("staff.practice.strengths")}</h3>
          <ul class="list">
            {strengths.map(({ quote, detector, answer }) => (
              <li>
                <p>
                  {quote} <b>{didWords(t, detector)}</b>
                </p>
                {answer.length > 0 && <p class="soft">{t("staff.practice.answered", { words: answer.join(" / ") })}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {tryNext && (
        <section class="theme">
          <h3>{t("staff.practice.try_next")}</h3>
          <p>{tryNext.text}</p>
        </section>
      )}
      {musts.length > 0 && (
        <section class="theme">
          <h3>{t("staff.practice.musts")}</h3>
          <ul class="list">
            {musts.map(({ must, isKept }) => (
              <li>
                {mustWords(t, must)} <span class="soft">{mustCame(t, must, isKept)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="theme">
        <h3>{t("staff.practice.phases")}</h3>
        <ol class="list phase-list">
          {phases.map(({ phase, at, own }) => (
            <li>
              <p>
                <b>{t(`staff.practice.phase.${phase}`)}</b>{" "}
                <span class="soft">{t("staff.practice.from_minute", { n: Math.floor(at / 60) + 1 })}</span>
              </p>
              {own.map(({ quote, did }) => (
                <p>
                  {quote} {did.length > 0 && <span class="soft">{did.map((one) => didWords(t, one)).join(" ")}</span>}
                </p>
              ))}
            </li>
          ))}
        </ol>
      </section>
      <section class="theme">
        <h3>{t("staff.practice.felt")}</h3>
        {feeling.before !== null && feeling.after !== null && (
          <p>{t("staff.practice.feeling", { before: feeling.before, after: feeling.after })}</p>
        )}
        {course.length > 1 && <Course t={t} course={course} />}
        <details>
          <summary>{t("staff.practice.as_table")}</summary>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("staff.practice.message")}</th>
                <th scope="col">{t("staff.practice.trust")}</th>
                <th scope="col">{t("staff.practice.load")}</th>
              </tr>
            </thead>
            <tbody>
              {course.map(({ turn, trust, load }) => (
                <tr>
                  <th scope="row">{turn === 0 ? t("staff.practice.start") : turn}</th>
                  <td>{trust}</td>
                  <td>{load}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
        <p class="soft">
          {t("staff.practice.balance", {
            percent: feedback.talkPercent,
            wait: feedback.longestWait,
            questions: feedback.questions.reduce((sum, n) => sum + n, 0),
            n: feedback.questions.length,
          })}
        </p>
      </section>
    </>
  );
}

function didWords(t: Translate, detector: Detector): string {
  return t(`staff.practice.did.${detector as DetectorName}`);
}

type Must = Feedback["musts"][number]["must"];

function mustCame(t: Translate, must: Must, isKept: boolean): string {
  if ("not" in must) return t(isKept ? "staff.practice.avoided_yes" : "staff.practice.avoided_no");
  return t(isKept ? "staff.practice.kept_yes" : "staff.practice.kept_no");
}

/** What must be asked or left undone so that nobody stays unsafe. */
const aboutSafety = ["asks_safety", "asks_suicide", "asks_plan", "promises_secrecy", "about_self"];

function isSafetyOpen({ musts, end }: Feedback): boolean {
  const open = musts.filter(({ must, isKept }) => {
    const what = "not" in must ? must.not : "did" in must ? must.did : must.event;
    return !isKept && [...aboutSafety, "risk_marked"].includes(what);
  });
  return end?.kind !== "unsafe" && open.length > 0;
}

function mustWords(t: Translate, must: Must): string {
  if ("not" in must) return didWords(t, must.not);
  if ("event" in must) return t(`staff.practice.must_event.${must.event}`);
  return didWords(t, must.did);
}

const [width, height, most] = [320, 100, 10];

/** Trust and load over the messages; the table beneath says the same. */
function Course({ t, course }: { t: Translate; course: Feedback["course"] }) {
  const x = (index: number) => Math.round((index * width) / Math.max(1, course.length - 1));
  const line = (of: "trust" | "load") =>
    course.map((one, index) => `${x(index)},${height - Math.round((one[of] * height) / most)}`).join(" ");
  return (
    <figure class="course">
      <svg viewBox={`-4 -4 ${width + 8} ${height + 8}`} role="img" aria-label={t("staff.practice.course")}>
        <polyline class="trust" points={line("trust")} />
        <polyline class="load" points={line("load")} />
      </svg>
      <figcaption>
        <span class="trust">{t("staff.practice.trust")}</span> <span class="load">{t("staff.practice.load")}</span>
      </figcaption>
    </figure>
  );
}
