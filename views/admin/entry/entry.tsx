import type { HoursProblem, HoursWarning } from "#src/directory/entry/channel-reading.ts";
import type { EntryProblem, EntryProblemKind } from "#src/directory/entry/check.ts";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import { type Fields, idOf, visible } from "#views/admin/hours/hours-field.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { weekdayName } from "#views/parts/times/days.ts";
import { type Late, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused, sentenceAt } from "#views/parts/told/problems.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { History, type HistoryProps } from "../history.tsx";
import { Preview } from "../preview.tsx";
import { SaveBar } from "../save-bar.tsx";
import { DeleteEntry, type DeleteEntryProps, EntryGone, type EntryGoneProps } from "./deleted.tsx";
import { EntryCare, type EntryCareProps } from "./entry-care.tsx";
import { Conflict, type ShownConflict } from "./entry-conflict.tsx";
import { EntryForm, type EntryFormProps } from "./entry-form.tsx";

interface ShownLookalike {
  id: string;
  name: string;
  organization: string;
  why: "name" | "phone" | "web";
}

export interface EntryPageProps {
  frame: StaffFrame;
  /** null = not in the directory yet. */
  id: string | null;
  name: string;
  organization: { id: string; name: string } | null;
  form: Omit<EntryFormProps, "draftPath">;
  /** Version its author has seen, in which its rows are counted; 0 = none. */
  basedOn: number;
  drawnFrom: number;
  cursor: string | null;
  spans: Fields["spans"];
  problems: (EntryProblem<EntryProblemKind | "check_first"> | HoursProblem)[];
  warnings: HoursWarning[];
  lookalikes: ShownLookalike[];
  /** Lookalikes stopped it from being saved. */
  held: boolean;
  saved: number | null;
  unsaved: boolean;
  late: Late | null;
  conflict: ShownConflict | null;
  refused: string | null;
  gone: EntryGoneProps["gone"] | null;
  /** It was just restored for what was typed. */
  back: boolean;
  deleting: Pick<DeleteEntryProps, "basedOn" | "source"> | null;
  care: Omit<EntryCareProps, "t" | "id"> | null;
  history: Pick<HistoryProps, "zone" | "changes">;
  offered: readonly Language[];
}

/** The page of an entry: its form, its card as young people read it, whether it still holds, and its history. */
export function EntryPage(props: EntryPageProps) {
  const { frame, id, name, basedOn, saved, unsaved, late, refused, history, offered } = props;
  const { t } = frame;
  const fields = fieldsOf(props);
  const self = `/admin/directory/${id ?? "new"}`;
  const isThere = id !== null && props.gone === null;
  const isFirst = history.changes[0]?.first === true;
  const title = id === null ? t("admin.directory.add") : name;
  return (
    <StaffSheet
      frame={frame}
      title={title}
      here="directory"
      wrong={isRefused({ wrong: fields.wrong.size, refused, late })}
      script="settings"
    >
      <nav class="tabs" aria-label={t("staff.nav.directory")}>
        <a href="/admin/directory">{t("admin.directory.all")}</a>
        {props.organization && (
          <a href={`/admin/directory/organizations/${props.organization.id}`}>{props.organization.name}</a>
        )}
      </nav>
      <h1 dir="auto">{title}</h1>
      {id === null && <p class="lead">{t("admin.entry.new_lead")}</p>}
      <TooLate t={t} zone={history.zone} late={late} look={self} merges={props.conflict !== null} />
      {id !== null && props.gone && <EntryGone t={t} id={id} zone={history.zone} gone={props.gone} />}
      {props.back && <Done words={t("admin.entry.back")} />}
      <Refused sentence={refused} />
      <Problems t={t} wrong={summaryOf(fields)} />
      <Lookalikes t={t} {...props} />
      {isThere && props.care && <EntryCare t={t} id={id} {...props.care} />}
      <Warnings t={t} saved={saved} fields={fields} />
      <form class="edit entry" id="settings" method="post" action={self} novalidate data-preview={`${self}/preview`}>
        {/* Enter in a field presses the first button of a form, which has to be this one. */}
        <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="save" />
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <input type="hidden" name="drawn_from" value={String(props.drawnFrom)} />
        {props.held && props.lookalikes.map((one) => <input type="hidden" name="known" value={one.id} />)}
        <div class="fields">
          <Conflict t={t} conflict={props.conflict} />
          <EntryForm {...props.form} fields={fields} draftPath={`${self}/draft`} />
        </div>
        <Preview t={t} path={`${self}/preview`} pages={[]} languages={offered} />
        <SaveBar
          t={t}
          saved={saved}
          unsaved={unsaved}
          undo={!isFirst}
          label={props.held ? t("admin.entry.save_all_the_same") : t("admin.form.save")}
        />
      </form>
      {isThere && (
        <History
          t={t}
          undo={{ action: `${self}/undo` }}
          none={t("admin.entry.history_none")}
          saved={isFirst ? null : saved}
          {...history}
        />
      )}
      {isThere && props.deleting && <DeleteEntry t={t} id={id} name={name} {...props.deleting} />}
    </StaffSheet>
  );
}

function fieldsOf({ frame, problems, warnings, spans, cursor }: EntryPageProps): Fields {
  const { t } = frame;
  const wrong = new Map<string, string>();
  for (const one of problems) {
    if (!wrong.has(one.field)) wrong.set(one.field, sentenceOf(t, one));
  }
  const warned = new Map(warnings.map(({ field, warning }) => [field, t(`admin.hours.warning.${warning}`)]));
  const told = new Set([...wrong.keys(), ...warned.keys(), cursor ?? ""].flatMap(groupsOf));
  return { t, wrong, warned, spans, cursor, told };
}

function sentenceOf(t: Translate, one: EntryProblem<EntryProblemKind | "check_first"> | HoursProblem): string {
  if ("problem" in one) return t(`admin.entry.problem.${one.problem}`, one.length ?? {});
  return t(`admin.hours.problem.${one.hours}`, { part: visible(one.part) || "–", most: 12 });
}

function groupsOf(name: string): string[] {
  const [first = "", second = "", third = ""] = name.split(".");
  const shown = ["kind", "value", "address1", "address2", "postalCode", "city", "country", "accessibility"];
  const row = `${first}.${second}`;
  const isFolded = first === "channel" && !shown.includes(third);
  return [name, first, row, ...(isFolded ? [`${row}.more`] : []), ...(third === "week" ? [`${row}.week`] : [])];
}

const labelled = [
  ...([
    "name",
    "summary",
    "organization",
    "alternateName",
    "description",
    "eligibility",
    "application",
    "fees",
  ] as const),
  ...(["interpretation", "alert", "alertUntil", "ageFrom", "ageTo", "weight", "hoursNote", "verifyEveryDays"] as const),
  ...([
    "languages",
    "regions",
    "topics",
    "otherLanguages",
    "otherRegions",
    "visibility",
    "status",
    "channels",
  ] as const),
];

/** Far from its field, a sentence has to name it. */
function summaryOf({ t, wrong }: Fields): Map<string, string> {
  const places = [...wrong].map(([name, sentence]) => {
    const [, day] = /week\.(\d)$/.exec(name) ?? [];
    const [group = "", number] = name.split(".");
    const isRow = group === "channel" || group === "text";
    const label = labelled.find((one) => one === name);
    const row = isRow ? t("admin.entry.row", { n: Number(number) + 1 }) : label && t(`admin.entry.${label}`);
    const place = [row, day !== undefined && weekdayName(t.language, Number(day))].filter(Boolean).join(", ");
    return [idOf(name), place === "" ? sentence : sentenceAt(t, place, sentence)] as const;
  });
  return new Map(places);
}

function Lookalikes({ t, lookalikes, held }: EntryPageProps & { t: Translate }) {
  if (lookalikes.length === 0) return null;
  return (
    <div class="once summary" role={held ? "alert" : undefined} tabindex={-1} autofocus={held} id="lookalikes">
      <h2>{t(held ? "admin.entry.alike_held" : "admin.entry.alike", { n: lookalikes.length })}</h2>
      <ul class="dots">
        {lookalikes.map(({ id, name, organization, why }) => (
          <li dir="auto">
            <a href={`/admin/directory/${id}`} target="_blank" rel="noopener">
              {name}
            </a>
            {` (${organization}): ${t(`admin.entry.alike.${why}`)}`}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** These hours are allowed but probably not meant. */
function Warnings({ t, saved, fields }: { t: Translate; saved: number | null; fields: Fields }) {
  if (!saved || fields.warned.size === 0) return null;
  return (
    <div class="once summary">
      <h2>{t("admin.hours.saved_but")}</h2>
      <ul class="dots">
        {[...fields.warned].map(([name, sentence]) => (
          <li>
            <a href={`#${idOf(name)}`}>{sentence}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
