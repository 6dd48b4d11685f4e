import type { Stage } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { Rating } from "#src/training/sign-off.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { type RatedShown, RatingForm, Ratings } from "./rating.tsx";
import { type PaperShown, PapersSeen, Stages, type StandingShown } from "./stage.tsx";

export interface LearnerProps {
  frame: StaffFrame;
  id: number;
  alias: string;
  standing: StandingShown;
  papers: PaperShown[];
  /** Today's date (YYYY-MM-DD), the last day a paper can have been seen on. */
  today: string;
  /** Null for whoever may only note papers. */
  leads: {
    buddies: { id: number; alias: string; chosen: boolean }[];
    going: RatedShown[];
    /** How the reader saw them, if they did. */
    mine: Rating | null;
    /** How many supervisors have to agree. */
    agreeing: 1 | 2;
    last: string | null;
  } | null;
  /** What was typed and refused: the field and the sentence. */
  refused: { field: string; text: string; typed: Record<string, string> } | null;
  done: string | null;
}

/** How far one of the staff is, for those in charge of it. */
export function Learner(props: LearnerProps) {
  const { frame, alias, standing, leads, refused, done } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={alias} here="practice" wrong={refused !== null}>
      <p>
        <a href="/staff/learning">{t("staff.learning.back")}</a>
      </p>
      <h1>{alias}</h1>
      {done !== null && <Done words={done} />}
      <Stages t={t} shown={standing} />
      {leads?.last && <p>{leads.last}</p>}
      <Papers {...props} />
      {leads !== null && <Move {...props} leads={leads} />}
      {leads !== null && <SignOff {...props} leads={leads} />}
    </StaffSheet>
  );
}

function Papers({ frame: { t }, id, papers, today, refused }: LearnerProps) {
  return (
    <section class="theme" aria-labelledby="papers">
      <h2 id="papers">{t("staff.learning.papers")}</h2>
      <p class="hint">{t("staff.learning.papers_hint")}</p>
      <form class="fields" method="post" action={`/staff/learning/${id}`} novalidate>
        {papers.map(({ what, seen }) => (
          <div class="field">
            <label for={what}>{t(`staff.learning.paper.${what}`)}</label>
            <input
              id={what}
              name={what}
              type="date"
              max={today}
              value={refused?.typed[what] ?? seen?.onDay ?? ""}
              aria-invalid={refused?.field === what ? "true" : undefined}
              aria-describedby={`${what}-wrong`}
            />
            <p class="wrong" id={`${what}-wrong`} role="alert">
              {refused?.field === what && refused.text}
            </p>
          </div>
        ))}
        <button type="submit" class="second" name="act" value="papers">
          {t("admin.form.save")}
        </button>
      </form>
      <PapersSeen t={t} papers={papers.filter(({ seen }) => seen !== null)} />
    </section>
  );
}

type Led = LearnerProps & { leads: NonNullable<LearnerProps["leads"]> };

const movable: Exclude<Stage, "alone">[] = ["training", "shadow", "buddy"];

function Move({ frame: { t }, id, alias, standing, leads, refused }: Led) {
  const chosen = refused?.typed.stage ?? standing.stage;
  return (
    <section class="theme" aria-labelledby="move">
      <h2 id="move">{t("staff.learning.move")}</h2>
      <form class="fields" method="post" action={`/staff/learning/${id}`}>
        <fieldset aria-describedby="stage-wrong">
          <legend class="sr">{t("staff.learning.move")}</legend>
          {movable.map((one) => (
            <label class="check">
              <input type="radio" name="stage" value={one} required checked={one === chosen} />
              <span>
                {t(`staff.learning.stage.${one}`)} <small class="soft">{t(`staff.learning.means.${one}`)}</small>
              </span>
            </label>
          ))}
          <p class="wrong" id="stage-wrong" role="alert">
            {refused?.field === "stage" && refused.text}
          </p>
        </fieldset>
        <div class="field">
          <label for="buddy">{t("staff.learning.buddy")}</label>
          <select id="buddy" name="buddy" aria-describedby="buddy-wrong">
            <option value="">{t("staff.learning.nobody")}</option>
            {leads.buddies.map(({ id, alias, chosen }) => (
              <option value={id} selected={chosen}>
                {alias}
              </option>
            ))}
          </select>
          <p class="wrong" id="buddy-wrong" role="alert">
            {refused?.field === "buddy" && refused.text}
          </p>
        </div>
        {standing.stage === "alone" && <p class="note">{t("staff.learning.back_down", { alias })}</p>}
        <button type="submit" class="second" name="act" value="move">
          {t("staff.learning.move_to")}
        </button>
      </form>
    </section>
  );
}

function SignOff({ frame: { t }, id, alias, leads, refused }: Led) {
  const { going, mine, agreeing } = leads;
  return (
    <section class="theme" aria-labelledby="sign-off">
      <h2 id="sign-off">{t("staff.learning.sign_off")}</h2>
      {going.length === 0 && (
        <p class={refused?.field === "rating" ? "wrong" : undefined}>{t("staff.learning.own_first", { alias })}</p>
      )}
      {going.length > 0 && (
        <>
          <Ratings t={t} all={going} />
          <p class="hint">{agreement(t, agreeing)}</p>
          <RatingForm
            t={t}
            action={`/staff/learning/${id}`}
            chosen={mine}
            button={t("staff.learning.rate")}
            error={refused?.field === "rating" ? refused.text : null}
          />
        </>
      )}
    </section>
  );
}

const agreement = (t: Translate, agreeing: 1 | 2) =>
  t(agreeing === 2 ? "staff.learning.needs_two" : "staff.learning.needs_one");
