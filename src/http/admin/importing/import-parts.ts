import type { DataReader } from "#src/db/db.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { organization } from "#src/directory/entry/organizations.ts";
import { entryOf } from "#src/directory/entry/services.ts";
import { issueText } from "#src/directory/files/csv/export-csv.ts";
import { causesOf, causeText, moreText } from "#src/directory/importing/causes.ts";
import type { IssueCode } from "#src/directory/importing/incoming.ts";
import {
  countIssues,
  type ImportAction,
  type ImportRun,
  issuesOf,
  rowsOf,
  stagedOrganization,
} from "#src/directory/importing/runs.ts";
import { regionNames } from "#src/directory/regions.ts";
import { calendarInWords } from "#src/http/admin/hours/calendar-words.ts";
import { idOf } from "#src/http/frame/history.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { channelInWords, type EntryNames, entryInWords } from "#views/admin/entry/entry-history.tsx";
import type { Line, Part, ShownCauses } from "#views/admin/importing/import-parts.tsx";

const most = 50;

/** Returns what a run has to say, with the page of each part that the address names. */
export function partsOf(c: C, { db }: Helpline, t: Translate, run: ImportRun): Part[] {
  const { create, update, gone } = run.counts;
  const names = namesOf(db, t, run.id);
  const kind = kindOf(c, db, run);
  const code = kind === "all" ? undefined : kind;
  const ofKind = code === undefined ? run.issues : countIssues(db, run.id, code);
  const part = (name: Part["name"], of: number, linesFrom: (from: number) => Line[]): Part => {
    const page = Math.min(Math.max(1, idOf(c.req.query(name))), Math.max(1, Math.ceil(of / most)));
    return {
      name,
      of,
      most,
      page,
      lines: linesFrom((page - 1) * most),
      ...(name === "issues" && { causes: shownCauses(db, t, run, kind), ...(kind ? { kind } : {}) }),
    };
  };
  const named =
    (action: ImportAction, lineOf: (id: { before: number | null; after: number | null }) => Line) => (from: number) =>
      rowsOf(db, run.id, [action], from, most).map(lineOf);
  return [
    part("issues", ofKind, (from) => issuesOf(db, run.id, from, most, code).map((one) => issueLine(one, t))),
    part(
      "changes",
      update,
      named("update", ({ before, after }) => {
        const [was, is] = [entryOf(db, before!), entryOf(db, after!)];
        const words = entryInWords(t, was, is, names, null);
        return {
          head: was.name,
          words: words.length > 0 ? words : [t("admin.import.organization_changed")],
          tone: null,
        };
      }),
    ),
    part(
      "gone",
      gone,
      named("gone", ({ after }) => placeLine(t, entryOf(db, after!), names)),
    ),
    part(
      "new",
      create,
      named("create", ({ after }) => placeLine(t, entryOf(db, after!), names)),
    ),
  ];
}

function issueLine(issue: Parameters<typeof issueText>[0], t: Translate): Line {
  const { file = "", row, severity } = issue;
  const place = [file, row > 0 ? t("admin.import.row", { row }) : ""].filter(Boolean).join(", ");
  return { head: place, words: [issueText(issue, t)], tone: severity === "error" ? "wrong" : "warn" };
}

/** Returns a place as its channels, hours, ages and topics were understood. */
export function placeLine(t: Translate, entry: Entry, names: EntryNames): Line {
  const by = names.organization(entry.organizationId);
  const { channels, calendar, hoursNote, ageFrom, ageTo } = entry;
  const ages = ageFrom === null && ageTo === null ? "" : `${t("admin.entry.ages")}: ${ageFrom ?? ""}–${ageTo ?? ""}`;
  const words = [
    by === entry.name ? "" : by,
    ...channels.map((one) => channelInWords(t, one)),
    calendar === null ? "" : calendarInWords(t, calendar),
    hoursNote,
    ages,
    entry.topics.map((topic) => t(`topic.${topic}`)).join(", "),
  ];
  return { head: entry.name, words: words.filter(Boolean), tone: null };
}

/** So few are told row by row. */
const fewIssues = 10;

/** Returns the code whose rows are asked for, "all", or undefined. */
function kindOf(c: C, db: DataReader, run: ImportRun): IssueCode | "all" | undefined {
  const asked = c.req.query("kind") ?? "";
  if (run.issues <= fewIssues) return undefined;
  if (asked === "all") return asked;
  return countIssues(db, run.id, asked as IssueCode) > 0 ? (asked as IssueCode) : undefined;
}

function shownCauses(db: DataReader, t: Translate, run: ImportRun, kind: string | undefined): ShownCauses[] {
  if (kind !== undefined || run.issues <= fewIssues) return [];
  return causesOf(db, run.id).map((one) => ({
    file: one.file,
    causes: one.causes.map((cause) => ({
      code: cause.first.code,
      sentence: causeText(cause, t),
      tone: cause.first.severity === "error" ? "wrong" : "warn",
    })),
    more: moreText(one, t),
  }));
}

/** An organization from the file may not exist yet, or have another name here. */
function namesOf(db: DataReader, t: Translate, runId: number): EntryNames {
  return {
    organization: (id) => stagedOrganization(db, runId, id) ?? organization(db, id)?.name ?? "–",
    region: regionNames(db, t.language),
  };
}
