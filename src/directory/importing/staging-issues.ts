import type { DataReader } from "#src/db/db.ts";
import { type Alike, firstAlike } from "#src/directory/care/duplicates.ts";
import type { EntryProblem, EntryProblemKind } from "#src/directory/entry/check.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { organization } from "#src/directory/entry/organizations.ts";
import { oddHostsOf } from "#src/directory/web-address.ts";
import { type IncomingService, type Issue, type IssueCode, lengths, shortPart } from "./incoming.ts";

/** Returns warnings about hosts that need a second look and were not there before. */
export function oddHosts(told: IncomingService, entry: Entry, before: Entry | undefined): Issue[] {
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
export function looksLike(db: DataReader, alike: Alike | null, told: IncomingService, entry: Entry): Issue[] {
  const other = alike && firstAlike(alike, entry);
  if (!other) return [];
  const by = organization(db, other.entry.organizationId)?.name ?? "";
  const proposal = shortPart(by === other.entry.name ? by : `${other.entry.name} (${by})`);
  return [{ ...issueOf(told, "looks_like", entry.name), severity: "warning", proposal }];
}

/** Returns an error, by which a row is left out. */
export function issueOf({ row }: IncomingService, code: IssueCode, part: string): Issue {
  return { row, column: "", severity: "error", code, part: part.slice(0, 60), proposal: "" };
}

/** Returns a problem of an entry as an error of its row. */
export function issueOfProblem(told: IncomingService, { field, problem, length }: EntryProblem): Issue {
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
