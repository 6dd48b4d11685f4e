import type { ToldTo } from "#src/conversation/complaint/complaint-told.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type NewChatsOf, NewChatsRow } from "#views/counsellor/team/new-chats.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { WordsField } from "#views/parts/fields/words-field.tsx";
import { isRefused, Problems, Refused, wrongOf } from "#views/parts/told/problems.tsx";
import { ConcernRow, type RowProps } from "./complaints.tsx";

export interface ConcernPageProps extends RowProps {
  frame: StaffFrame;
  /** The reader deals with it: a lead, or a supervisor where no lead can read it. */
  isOwner: boolean;
  isLead: boolean;
  /** Who answered in the chat, and whether each takes new chats. */
  people: NewChatsOf[];
  toTell: { id: number; alias: string }[];
  told: ToldTo[];
  answer: { text: string; at: number | null; by: string | null } | null;
  typed: Partial<Record<"words" | "staff" | "why" | "text", string>>;
  errors: Partial<Record<string, string>>;
  refused: string | null;
  /** It was to be closed while the young person waits for an answer. */
  isUnanswered: boolean;
}

/** A complaint: what was said, what is done about it, and the answer. */
export function ConcernPage(props: ConcernPageProps) {
  const { frame, one, people, toTell, told, errors, refused, isOwner, isLead } = props;
  const { t } = frame;
  const wrong = wrongOf(t, errors);
  return (
    <StaffSheet
      frame={frame}
      title={t("staff.concern.title")}
      here="concerns"
      wrong={isRefused({ wrong: wrong.size, refused })}
    >
      <p>
        <a href="/staff/concerns">{t("staff.concern.back")}</a>
      </p>
      <h1>{t("staff.concern.log", { name: one.name })}</h1>
      <Refused sentence={refused} />
      {props.isUnanswered && <Unanswered {...props} />}
      <Problems t={t} wrong={wrong} />
      {!isLead && <p class="hint">{t(isOwner ? "staff.concern.no_lead" : "staff.concern.lead_reads")}</p>}
      <ul class="list">
        <ConcernRow {...props} />
      </ul>
      {!one.isUnread && (
        <>
          {people.length > 0 && <NewChats {...props} />}
          {told.length > 0 && <Heard {...props} />}
          {!one.done && one.ended && toTell.length > 0 && <Inform {...props} />}
          <Answer {...props} />
        </>
      )}
    </StaffSheet>
  );
}

/** Closing it without an answer is asked once more. */
function Unanswered({ frame: { t }, one }: ConcernPageProps) {
  return (
    <form class="once row-of" id="unanswered" method="post" action={`/staff/concerns/${one.id}`}>
      <a class="second" href="#answer">
        {t("staff.concern.unanswered_to")}
      </a>
      <input type="hidden" name="unanswered" value="yes" />
      <button type="submit" class="second" name="done" value="yes">
        {t("staff.concern.unanswered_do")}
      </button>
    </form>
  );
}

/** Time off new chats looks to everyone else like any time away. */
function NewChats({ frame: { t }, one, people, zone }: ConcernPageProps) {
  return (
    <section aria-labelledby="new-chats">
      <h2 id="new-chats">{t("staff.new_chats.title")}</h2>
      <p class="hint">{t("staff.new_chats.hint")}</p>
      <ul class="list">
        {people.map((person) => (
          <NewChatsRow t={t} zone={zone} person={person} concern={one.id} />
        ))}
      </ul>
    </section>
  );
}

/** Who was told, what they say to it, and that they are not heard. */
function Heard({ frame: { t }, one, isOwner, told, typed, errors, zone }: ConcernPageProps) {
  return (
    <section aria-labelledby="told">
      <h2 id="told">{t("staff.concern.told")}</h2>
      <ul class="list">
        {told.map((person) => (
          <li id={`told-${person.staffId}`}>
            <div>
              <p>
                {t("staff.concern.told_by", {
                  alias: person.alias,
                  by: person.by,
                  when: t.dateTime(person.at, zone),
                })}
              </p>
              <p dir="auto" class="pre soft">
                {person.words}
              </p>
              {person.account === null ? (
                <p class="soft">{t("staff.concern.told_waits", { alias: person.alias })}</p>
              ) : (
                <>
                  <p>{t("staff.concern.told_says", { alias: person.alias })}</p>
                  <p dir="auto" class="pre">
                    {person.account}
                  </p>
                </>
              )}
              {person.whyNot !== null && (
                <>
                  <p>{t("staff.concern.unheard.noted", { alias: person.alias })}</p>
                  <p dir="auto" class="pre">
                    {person.whyNot}
                  </p>
                </>
              )}
              {isOwner && person.account === null && person.whyNot === null && !one.done && (
                <form class="fields" method="post" action={`/staff/concerns/${one.id}/unheard#told-${person.staffId}`}>
                  <input type="hidden" name="staff" value={person.staffId} />
                  <WordsField
                    name="why"
                    id={`why-${person.staffId}`}
                    label={t("staff.concern.unheard.why", { alias: person.alias })}
                    error={typed.staff === String(person.staffId) ? errors.why : undefined}
                    value={typed.staff === String(person.staffId) ? (typed.why ?? "") : ""}
                    rows={2}
                  />
                  <button type="submit" class="second">
                    {t("staff.save")}
                  </button>
                </form>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** It ends the silence on purpose, so the form asks once more. */
function Inform({ frame: { t }, one, toTell, typed, errors }: ConcernPageProps) {
  return (
    <section aria-labelledby="inform">
      <h2 id="inform">{t("staff.concern.inform.title")}</h2>
      <p>{t("staff.concern.inform.hint")}</p>
      <form class="fields" method="post" action={`/staff/concerns/${one.id}/inform#told`}>
        <fieldset class="field" id="staff">
          <legend>{t("staff.concern.inform.who")}</legend>
          {toTell.map(({ id, alias }) => (
            <label class="check">
              <input
                type="radio"
                name="staff"
                value={id}
                checked={toTell.length === 1 || typed.staff === String(id)}
                autocomplete="off"
              />
              <span>{alias}</span>
            </label>
          ))}
          {errors.staff && <p class="wrong">{errors.staff}</p>}
        </fieldset>
        <WordsField
          name="words"
          label={t("staff.concern.inform.words")}
          hint={t("staff.concern.inform.words_hint")}
          error={errors.words}
          value={typed.words ?? ""}
        />
        <div class="field">
          <label class="check">
            <input
              type="checkbox"
              name="sure"
              value="yes"
              id="sure"
              autocomplete="off"
              aria-invalid={errors.sure ? "true" : undefined}
            />
            {t("staff.concern.inform.sure")}
          </label>
          {errors.sure && <p class="wrong">{errors.sure}</p>}
        </div>
        <button type="submit" class="second">
          {t("staff.concern.inform.do")}
        </button>
      </form>
    </section>
  );
}

/** The young person reads it where they type their code. */
function Answer({ frame: { t }, one, answer, typed, errors, zone }: ConcernPageProps) {
  return (
    <section aria-labelledby="answer">
      <h2 id="answer">{t("staff.concern.answer.title")}</h2>
      {answer === null ? (
        <p class="soft">{t("staff.concern.answer.no_code")}</p>
      ) : (
        <form class="fields" method="post" action={`/staff/concerns/${one.id}/answer#answer`}>
          <p>{t("staff.concern.answer.code")}</p>
          {answer.at !== null && <p class="soft">{savedOf(t, { ...answer, at: answer.at }, zone)}</p>}
          <WordsField
            name="text"
            label={t("staff.concern.answer.label")}
            error={errors.text}
            value={typed.text ?? answer.text}
          />
          <button type="submit" class="second">
            {t("staff.concern.answer.do")}
          </button>
        </form>
      )}
    </section>
  );
}

function savedOf(t: Translate, { at, by }: { at: number; by: string | null }, zone: string): string {
  const when = t.dateTime(at, zone);
  return by === null
    ? t("staff.concern.answer.saved", { when })
    : t("staff.concern.answer.saved_by", { when, alias: by });
}
