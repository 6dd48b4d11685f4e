import { type Key, type Language, languageNames } from "#src/i18n/i18n.ts";
import type { RepliesFileProblem } from "#src/replies/csv.ts";
import type { Placeholder } from "#src/replies/placeholders.ts";
import type { ReplyDraft, ReplyProblem } from "#src/replies/reply.ts";
import { Area } from "#views/admin/entry/entry-field.tsx";
import { Choice, Field, type Fields, visible } from "#views/admin/hours/hours-field.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { type Late, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems } from "#views/parts/told/problems.tsx";
import { Preview } from "../preview.tsx";
import { SaveBar } from "../save-bar.tsx";

export interface ReplyPageProps {
  frame: StaffFrame;
  base: "/admin/replies" | "/staff/replies";
  id: string;
  name: string | null;
  draft: ReplyDraft;
  /** Those young people are offered, and that of the reply. */
  languages: readonly Language[];
  topics: string[];
  basedOn: number;
  problems: ReplyProblem[];
  placeholders: readonly Placeholder[];
  unsaved: boolean;
  late: Late | null;
  zone: string;
}

/** A ready reply, with a preview for young people. */
export function ReplyPage(props: ReplyPageProps) {
  const { frame, base, id, name, draft, topics, basedOn, problems, placeholders, unsaved, late, zone } = props;
  const { t } = frame;
  const self = `${base}/${encodeURIComponent(id)}`;
  const title = name ?? t("admin.replies.add");
  const wrong = new Map(
    problems.map(({ field, problem, part }) => [
      field as string,
      t(replyProblemKey(problem), { part: visible(part), most: part, known: inBraces(placeholders) }),
    ]),
  );
  const fields: Fields = { t, wrong, warned: new Map(), spans: new Map(), cursor: null, told: new Set() };
  const languages = props.languages.map((one): [string, string] => [one, languageNames[one]]);
  return (
    <StaffSheet
      frame={frame}
      title={title}
      here="replies"
      wrong={isRefused({ wrong: problems.length, late })}
      script="settings"
    >
      <nav class="tabs" aria-label={t("staff.nav.replies")}>
        <a href={base}>{t("staff.nav.replies")}</a>
      </nav>
      <h1 dir="auto">{title}</h1>
      <TooLate t={t} zone={zone} late={late} look={self} />
      <Problems t={t} wrong={wrong} />
      <form class="edit" id="reply" method="post" action={self} novalidate data-preview={`${self}/preview`}>
        {/* Enter in a field presses the first button of a form, which has to be this one. */}
        <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="save" />
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <div class="fields">
          <Field
            fields={fields}
            name="name"
            label={t("admin.entry.name")}
            hint={t("admin.replies.name_hint")}
            value={draft.name}
            dir="auto"
          />
          <Choice
            fields={fields}
            name="language"
            label={t("admin.entry.text_language")}
            value={draft.language}
            of={languages}
          />
          <Field
            fields={fields}
            name="topic"
            label={t("admin.replies.topic")}
            value={draft.topic}
            list="topics"
            dir="auto"
          />
          <datalist id="topics">
            {topics.map((topic) => (
              <option value={topic} />
            ))}
          </datalist>
          <Area fields={fields} name="text" label={t("admin.replies.text")} value={draft.text} rows={6} />
          <p class="hint">{t("admin.replies.open_hint")}</p>
          <ul class="dots hint">
            {placeholders.map((one) => (
              <li>
                <code>{`{${one}}`}</code> {t(`admin.replies.open.${one}`)}
              </li>
            ))}
          </ul>
        </div>
        <Preview
          t={t}
          path={`${self}/preview?language=${encodeURIComponent(draft.language)}`}
          pages={["chat"]}
          languages={[]}
        />
        <SaveBar t={t} saved={null} unsaved={unsaved} />
      </form>
    </StaffSheet>
  );
}

/** Returns the placeholders for a sentence: "{alias} {helpline}". */
export function inBraces(placeholders: readonly Placeholder[]): string {
  return placeholders.map((name) => `{${name}}`).join(" ");
}

/** Said of other fields and files in the same words. */
const alike: Partial<Record<RepliesFileProblem["problem"], Key>> = {
  empty: "admin.hours.problem.empty",
  missing: "admin.entry.problem.missing",
  not_text: "admin.import.issue.not_text",
  open_quote: "admin.hours.problem.open_quote",
  too_long: "admin.invite.for_whom_long",
  unknown_language: "admin.invite_list.problem.language",
};

/** Returns the key of what is wrong with a ready reply or a file of them. */
export function replyProblemKey(problem: RepliesFileProblem["problem"]): Key {
  return alike[problem] ?? (`admin.replies.problem.${problem}` as Key);
}
