import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { type RatedShown, RatingForm, Ratings } from "./rating.tsx";
import { type PaperShown, PapersSeen, Stages, type StandingShown } from "./stage.tsx";

export interface OwnLearning {
  standing: StandingShown;
  papers: PaperShown[];
  /** The sign-off that goes on, one's own first; [] for none. */
  going: RatedShown[];
  /** Whether one's own can still be changed; null while one is not far enough. */
  mayRate: boolean | null;
  /** It is time to begin a sign-off. */
  isTurn: boolean;
  /** When, and by whom. */
  last: string | null;
  /** Open chats they can read along; null if they follow nobody and sit beside nobody. */
  chats: { id: number; name: string; of: string }[] | null;
}

export interface LearnerRow {
  id: number;
  alias: string;
  /** Their stage and what is missing, in words. */
  facts: string[];
}

interface Props {
  frame: StaffFrame;
  own: OwnLearning | null;
  /** Everyone else who answers or is learning to; null for whoever leads nobody. */
  people: LearnerRow[] | null;
  error: string | null;
  done: string | null;
}

/** How far somebody is in learning to answer, and for those in charge how far everybody is. */
export function Learning({ frame, own, people, error, done }: Props) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.learning.title")} here="practice" wrong={error !== null}>
      <h1>{t("staff.learning.title")}</h1>
      {done !== null && <Done words={done} />}
      {own !== null && (
        <>
          <Stages t={t} shown={own.standing} />
          {own.last !== null && <p>{own.last}</p>}
          <p>
            <a href="/staff/practice">{t("staff.nav.practice")}</a>
          </p>
          {own.chats !== null && (
            <section class="theme" aria-labelledby="chats">
              <h2 id="chats">{t("staff.learning.chats")}</h2>
              {own.chats.length === 0 && <p>{t("staff.learning.no_chats")}</p>}
              <ul class="list">
                {own.chats.map(({ id, name, of }) => (
                  <li>
                    <a href={`/staff/conversation/${id}`}>{name}</a> <span class="soft">{of}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section class="theme" aria-labelledby="papers">
            <h2 id="papers">{t("staff.learning.papers")}</h2>
            <PapersSeen t={t} papers={own.papers} />
          </section>
          {own.mayRate !== null && (
            <section class="theme" aria-labelledby="own">
              <h2 id="own">{t("staff.learning.sign_off")}</h2>
              {own.going.length > 0 && (
                <>
                  <p>{t("staff.learning.handed_in")}</p>
                  <Ratings t={t} all={own.going} />
                </>
              )}
              {own.mayRate && (
                <details class="practice-place" open={own.isTurn || error !== null}>
                  <summary>{t("staff.learning.own")}</summary>
                  <RatingForm
                    t={t}
                    action="/staff/learning"
                    chosen={own.going[0]?.rating ?? null}
                    button={t("staff.learning.hand_in")}
                    error={error}
                  />
                </details>
              )}
            </section>
          )}
        </>
      )}
      {people !== null && (
        <section class="theme" aria-labelledby="people">
          <h2 id="people">{t("staff.learning.people")}</h2>
          <ul class="list">
            {people.map(({ id, alias, facts }) => (
              <li>
                <a href={`/staff/learning/${id}`}>{alias}</a> <span class="soft">{facts.join(" · ")}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </StaffSheet>
  );
}
