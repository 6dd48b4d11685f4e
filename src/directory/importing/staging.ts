import { isUuid, newUuid } from "#src/crypto/hash.ts";
import type { DataReader, Db, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type Alike, firstAlike, readingAlike } from "#src/directory/care/duplicates.ts";
import { type EntryProblem, type EntryProblemKind, entryProblems } from "#src/directory/entry/check.ts";
import { wasDeleted } from "#src/directory/entry/deleting.ts";
import {
  blankEntry,
  type Entry,
  isOutOfUse,
  type Organization,
  organizationNamed,
  visibilities,
} from "#src/directory/entry/entry.ts";
import { fieldsOf, organization } from "#src/directory/entry/organizations.ts";
import { entryOf, sameDocument, storeVersion } from "#src/directory/entry/services.ts";
import { channelsAfter } from "#src/directory/files/csv/csv-channels.ts";
import { numberInstead } from "#src/directory/files/meaning/changed-numbers.ts";
import { indexVersion } from "#src/directory/search/search-index.ts";
import { mergeSome } from "#src/directory/search/search-merge.ts";
import { oddHostsOf } from "#src/directory/web-address.ts";
import type { Actor } from "#src/events.ts";
import { lines } from "#src/hours/lines.ts";
import { searchable } from "#src/i18n/fold.ts";
import { type Learned, openLearned } from "../per-change-memo.ts";
import { inPieces, inSlices } from "../time-slice.ts";
import {
  type Incoming,
  type IncomingOrganization,
  type IncomingService,
  type Issue,
  type IssueCode,
  lengths,
  shortPart,
} from "./incoming.ts";
import { type Known, knownOf, nameAlone, nameOf } from "./matching.ts";
import { outlookOf, type Use, useOf } from "./outlook.ts";
import { stageRegions } from "./staged-regions.ts";

export interface Import {
  fileName: string;
  kind: "csv" | "hsds";
  sourceId: number | null;
  actor: Actor;
  /** Merges into an entry that is here; without it, what the source says replaces what is here. */
  merge?: (now: Entry, theirs: IncomingService) => Entry;
  mergeOrganization?: (now: Organization, theirs: IncomingOrganization) => Organization;
  /** The new status of the source's services that it no longer names. */
  others?: "inactive";
  /** Who may see new services, at most (`visibilityOf`); without it, the source decides. */
  visibility?: "public" | "counsellors";
  progress?: (done: number, of: number) => void;
}

interface Run {
  id: number;
  from: Import;
  known: Known;
  organizations: Map<string, Home>;
  /** What the file has named already, services with their rows. One file may number both from 1. */
  seenOrganizations: Set<string>;
  seen: Map<string, number>;
  learned: Learned;
  /** null where new entries are not looked at one by one. */
  alike: Alike | null;
  /** What of each place will be of use. */
  uses: Use[];
  /** The country of the helpline, for numbers of places that name none; null = not known. */
  country: string | null;
}

interface Home {
  id: string;
  name: string;
  renamed: boolean;
}

/** Compares a file or feed with the directory, in pieces. Returns the id of the run, whose changes wait for `applyRun`. */
export async function stage(db: Db, incoming: Incoming, from: Import, opened?: number): Promise<number> {
  const id = opened ?? (await openRun(db, from));
  const known = await inSlices(knownOf(db, from.sourceId));
  const alike = from.sourceId === null ? await inSlices(readingAlike(db)) : null;
  const learned = openLearned();
  const seen = { seenOrganizations: new Set<string>(), seen: new Map<string, number>() };
  const country = lines(db)[0]?.country ?? null;
  const run: Run = { id, from, known, organizations: new Map(), ...seen, learned, alike, uses: [], country };
  const { organizations, services, issues } = incoming;
  const each = <Item>(items: Item[], work: (tx: Tx, item: Item, index: number) => void, tell?: Import["progress"]) =>
    inPieces(db, items, work, { actor: from.actor, tell, learned, after: mergeSome });
  if (incoming.regions) await db.change(from.actor, (tx) => stageRegions(tx, id, incoming.regions!));
  const more: Issue[] = [];
  await each(organizations, (tx, one) => stageOrganization(tx, run, one));
  await each(services, (tx, one) => learned.push(more, stageService(tx, run, one)), from.progress);
  const { others } = from;
  if (others) await each([...run.known.versions.keys()], (tx, serviceId) => stageGone(tx, run, serviceId, others));
  await each(inRows([...issues, ...more]), (tx, issue, number) => noteIssue(tx, run, issue, number));
  await db.change(from.actor, (tx) => {
    const outlook = from.sourceId === null ? JSON.stringify(outlookOf(run.uses, incoming)) : null;
    tx.run(q.updateTable("import_run").set({ read_at: tx.at, kind: from.kind, outlook }).where("id", "=", id));
  });
  return id;
}

/** Notes that a file is being read. Returns the id of the run. */
export function openRun(db: Db, from: Import): Promise<number> {
  return db.change(from.actor, (tx) => begin(tx, from));
}

const inRows = (issues: Issue[]) => issues.sort((a, b) => a.row - b.row);

function begin(tx: Tx, { fileName, kind, sourceId, actor }: Import): number {
  const values = { file_name: fileName.slice(0, 200), kind, source_id: sourceId, actor, started_at: tx.at };
  return tx.first(q.insertInto("import_run").values(values).returning("id"))!.id;
}

function stageOrganization(tx: Tx, run: Run, told: IncomingOrganization) {
  const { externalId } = told;
  const found = idOfOrganization(run.known, externalId, told.organization);
  const id = found ?? freshId(tx, run, externalId, "organization");
  const stored = found === undefined ? undefined : organization(tx, found);
  const before = stored && fieldsOf(stored);
  const after = fieldsOf((before && run.from.mergeOrganization?.(before, told)) ?? told.organization);
  const { learned, known } = run;
  const renamed = before !== undefined && before.name !== after.name;
  learned.set(run.organizations, externalId, { id, name: after.name, renamed });
  // Two organizations of one name in a file are the same.
  if (run.seenOrganizations.has(id)) return;
  learned.add(run.seenOrganizations, id);
  const action = before === undefined ? "create" : sameDocument(before, after) ? "unchanged" : "update";
  const row = { run_id: run.id, kind: "organization" as const, object_id: id, row_number: 0, external_id: externalId };
  const documents = { before: before ? JSON.stringify(before) : null, after: JSON.stringify(after) };
  tx.run(
    q.insertInto("import_row").values({ ...row, action, version_before: null, version_after: null, ...documents }),
  );
  learned.set(known.organizationsByName, searchable(after.name), id);
}

function idOfOrganization({ organizations, organizationsByName }: Known, externalId: string, { name }: Organization) {
  return organizations.get(externalId) ?? organizationsByName.get(searchable(name)) ?? undefined;
}

// What was ours comes back under its own id if that is free. No source takes the place of what was deleted here.
function freshId(tx: Tx, { from }: Run, externalId: string, table: "organization" | "service"): string {
  const isFree =
    isUuid(externalId) &&
    !tx.first(q.selectFrom(table).select("id").where("id", "=", externalId)) &&
    (from.sourceId === null || !wasDeleted(tx, externalId));
  return isFree ? externalId : newUuid();
}

function stageService(tx: Tx, run: Run, given: IncomingService): Issue[] {
  const { told, changed } = run.from.sourceId === null ? withoutOldNumbers(run, given) : { told: given, changed: [] };
  return [...changed, ...stageTold(tx, run, told)];
}

// Of a number that is known to be wrong nobody needs a copy; what stands here already is a matter of its own page.
function withoutOldNumbers({ country }: Run, told: IncomingService): { told: IncomingService; changed: Issue[] } {
  const { channels, regions = [] } = told.entry;
  const countries = regions.length > 0 ? regions.map((code) => code.slice(0, 2)) : country ? [country] : [];
  const old = (channels ?? []).flatMap((one) => {
    const now = numberInstead(one, countries);
    return now === null ? [] : [{ one, now }];
  });
  if (old.length === 0) return { told, changed: [] };
  const left = channels!.filter((channel) => !old.some(({ one }) => one === channel));
  const changed = old.map(({ one, now }): Issue => {
    const of = issueOf(told, "number_changed", `${one.value} (${told.entry.name})`);
    return { ...of, column: one.kind, severity: "warning", proposal: now };
  });
  return { told: { ...told, entry: { ...told.entry, channels: left } }, changed };
}

function stageTold(tx: Tx, run: Run, told: IncomingService): Issue[] {
  const by = told.organization === "" ? undefined : run.organizations.get(told.organization);
  if (!by && told.organization !== "") return [issueOf(told, "no_organization", told.organization)];
  const { known, learned } = run;
  const found = idOfService(known, told, by?.id);
  const id = found ?? freshId(tx, run, told.externalId, "service");
  const earlier = run.seen.get(id);
  if (earlier !== undefined) return [issueOf(told, "same_row_twice", String(earlier))];
  const versionBefore = found === undefined ? undefined : known.versions.get(found);
  const before = versionBefore === undefined ? undefined : entryOf(tx, versionBefore);
  const home = by ?? homeOf(tx, run, told, before);
  const entry = merged(run.from, before, told, home.id);
  const problems = entryProblems(entry);
  if (problems.length > 0) return problems.map((one) => issueOfProblem(told, one));
  learned.set(run.seen, id, told.row);
  learned.push(run.uses, [useOf(entry)]);
  learned.set(known.byName, nameOf(home.id, entry.name), id);
  if (told.externalId !== "") learned.add(known.named, id);
  const isSame = before !== undefined && sameDocument(before, entry) && !home.renamed;
  const action = before === undefined ? "create" : isSame ? "unchanged" : "update";
  const modifiedAt = instantOf(told.lastModified);
  const { row, externalId } = told;
  stageRow(tx, run, { id, action, row, externalId, versionBefore, entry, by: home.name, modifiedAt });
  const alike = action === "create" ? looksLike(tx, run.alike, told, entry) : [];
  return isSame ? [] : [...alike, ...oddHosts(told, entry, before)];
}

/** Returns warnings about hosts that need a second look and were not there before. */
function oddHosts(told: IncomingService, entry: Entry, before: Entry | undefined): Issue[] {
  const known = new Set(oddHostsOf(before?.channels ?? []).map(({ host }) => host));
  const odd = oddHostsOf(entry.channels).filter(({ host }) => !known.has(host));
  return odd.map(({ host, why }) => {
    const of = `${host} (${entry.name})`;
    return {
      ...issueOf(told, why === "number" ? "number_host" : "look_alike_host", shortPart(of)),
      severity: "warning",
    };
  });
}

/** Returns a warning if something new may be here already. */
function looksLike(db: DataReader, alike: Alike | null, told: IncomingService, entry: Entry): Issue[] {
  const other = alike && firstAlike(alike, entry);
  if (!other) return [];
  const by = organization(db, other.entry.organizationId)?.name ?? "";
  const proposal = shortPart(by === other.entry.name ? by : `${other.entry.name} (${by})`);
  return [{ ...issueOf(told, "looks_like", entry.name), severity: "warning", proposal }];
}

/** Returns an error, by which a row is left out. */
function issueOf({ row, file }: IncomingService, code: IssueCode, part: string): Issue {
  return { ...(file ? { file } : {}), row, column: "", severity: "error", code, part: part.slice(0, 60), proposal: "" };
}

/** Returns a problem of an entry as an error of its row. */
function issueOfProblem(told: IncomingService, { field, problem, length }: EntryProblem): Issue {
  const issue = issueOf(told, asIssue[problem], field);
  return length ? { ...issue, proposal: lengths(length.is, length.most) } : issue;
}

const asIssue: Record<EntryProblemKind, IssueCode> = {
  missing: "no_name",
  too_long: "too_long",
  too_many: "too_many",
  not_a_number: "not_a_number",
  not_an_age: "not_a_number",
  ages_turned: "ages_turned",
  not_a_date: "not_a_date",
  not_a_phone: "not_a_phone",
  not_an_address: "not_an_address",
  private_address: "private_address",
  not_a_mail: "not_a_mail",
  not_known: "unknown_status",
  bad_hours: "hours_unclear",
  too_big: "too_long",
};

function idOfService(known: Known, { externalId, entry }: IncomingService, organizationId: string | undefined) {
  const own = externalId === "" ? undefined : known.services.get(externalId);
  if (own !== undefined) return own;
  const called =
    organizationId === undefined
      ? known.byNameAlone.get(nameAlone(entry.name))
      : known.byName.get(nameOf(organizationId, entry.name));
  // What has an id at its source is no other service of the same name.
  if (!called || (externalId !== "" && known.named.has(called))) return undefined;
  return called;
}

function homeOf(tx: Tx, run: Run, { entry }: IncomingService, before: Entry | undefined): Home {
  if (before) {
    return { id: before.organizationId, name: organization(tx, before.organizationId)?.name ?? "", renamed: false };
  }
  stageOrganization(tx, run, { externalId: entry.name, organization: organizationNamed(entry.name) });
  return run.organizations.get(entry.name)!;
}

function instantOf(text: string | undefined): number | null {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

function merged(from: Import, before: Entry | undefined, told: IncomingService, organizationId: string): Entry {
  const now = before ?? blankEntry(organizationId);
  if (before && from.merge) return { ...from.merge(before, told), organizationId };
  const { channels } = told.entry;
  const own = channels && told.kinds ? { channels: channelsAfter(now.channels, channels, told.kinds) } : {};
  const seen = from.visibility ? { visibility: visibilityOf(from.visibility, before, told) } : {};
  return { ...now, ...told.entry, ...own, ...seen, organizationId };
}

// The narrower of what the import allows and the file says; only an import for everyone may make an entry public.
function visibilityOf(most: "public" | "counsellors", before: Entry | undefined, { entry }: IncomingService) {
  const now = before?.visibility ?? most;
  const said = entry.visibility ?? now;
  if (now === "to_check" && !entry.verifiedOn) return now;
  const isWider = visibilities.indexOf(said) < visibilities.indexOf(now);
  return isWider && most !== "public" ? now : said;
}

interface Row {
  id: string;
  action: "create" | "update" | "unchanged" | "gone";
  row: number;
  externalId: string;
  versionBefore: number | undefined;
  entry: Entry;
  by: string;
  modifiedAt: number | null;
}

function stageRow(tx: Tx, run: Run, { id, action, row, externalId, versionBefore, entry, by, modifiedAt }: Row) {
  let versionAfter = versionBefore ?? null;
  if (action !== "unchanged") {
    versionAfter = storeVersion(tx, { serviceId: id, entry, runId: run.id, modifiedAt });
    indexVersion(tx, versionAfter, entry, by);
  }
  tx.run(
    q.insertInto("import_row").values({
      run_id: run.id,
      kind: "service",
      object_id: id,
      row_number: row,
      action,
      external_id: externalId,
      version_before: versionBefore ?? null,
      version_after: versionAfter,
      before: null,
      after: null,
    }),
  );
}

function stageGone(tx: Tx, run: Run, id: string, status: "inactive") {
  const versionBefore = run.known.versions.get(id)!;
  const before = entryOf(tx, versionBefore);
  if (run.seen.has(id) || isOutOfUse(before.status)) return;
  const entry: Entry = { ...before, status };
  const by = organization(tx, before.organizationId)?.name ?? "";
  stageRow(tx, run, { id, action: "gone", row: 0, externalId: "", versionBefore, entry, by, modifiedAt: null });
}

function noteIssue(tx: Tx, run: Run, issue: Issue, number: number) {
  const { file = "", row, column, severity, code, part, proposal } = issue;
  const of = { run_id: run.id, number, file_name: file, row_number: row, column_name: column.slice(0, 100) };
  tx.run(q.insertInto("import_issue").values({ ...of, severity, code, part, proposal }));
}
