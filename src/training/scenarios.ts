import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { inSlices } from "#src/directory/time-slice.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { checking } from "#src/practice/check/check.ts";
import { parseScenario } from "#src/practice/scenario/parse.ts";
import type { Scenario } from "#src/practice/scenario/scenario.ts";
import type { ScenarioProblem } from "#src/practice/scenario/shape.ts";
import { shippedScenarios } from "#src/practice/shipped.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { memberNow } from "#src/staff/staff.ts";

/** A scenario as a helpline has it. */
export interface KeptScenario {
  scenario: Scenario;
  /** It came from a file, and does not ship with the program. */
  own: boolean;
  off: boolean;
}

/** Returns every scenario, those that ship first; one of the helpline's own stands in for one that ships under its id. */
export function keptScenarios(db: DataReader): KeptScenario[] {
  const rows = new Map(db.all(q.selectFrom("scenario").selectAll()).map((row) => [row.id, row]));
  const shipped = shippedScenarios().map((scenario) => keptAs(scenario, rows.get(scenario.id)));
  const others = [...rows.values()].filter(({ id }) => !shipped.some(({ scenario }) => scenario.id === id));
  return [...shipped, ...others.flatMap((row) => (row.body === null ? [] : keptAs(read(row.body), row)))];
}

interface Row {
  body: string | null;
  off_at: number | null;
}

function keptAs(shipped: Scenario, row: Row | undefined): KeptScenario {
  const own = row?.body ?? null;
  return { scenario: own === null ? shipped : read(own), own: own !== null, off: (row?.off_at ?? null) !== null };
}

/** What is kept was read without a fault when it came. */
function read(body: string): Scenario {
  return JSON.parse(body) as Scenario;
}

/** Returns the scenario with an id, offered or not; undefined for none. */
export function keptScenario(db: DataReader, id: string): KeptScenario | undefined {
  return keptScenarios(db).find(({ scenario }) => scenario.id === id);
}

/** In bytes; the longest that ships has 30,000. */
export const maxScenarioFile = 200_000;

/** Returns the scenario in a file, or what is wrong with it; it is played in slices, as that takes seconds. */
export async function readScenarioFile(
  text: string,
): Promise<{ scenario: Scenario } | { problems: ScenarioProblem[] }> {
  const parsed = parseScenario(text);
  if ("problems" in parsed) return parsed;
  const problems = await inSlices(checking(parsed.scenario));
  return problems.length > 0 ? { problems } : parsed;
}

/** Keeps a scenario that was read without a fault, in place of one with its id. Throws `not_allowed`. */
export function keepScenario(tx: Tx, emit: Emit, input: { member: Member; scenario: Scenario }): void {
  const { scenario } = input;
  setter(tx, input.member);
  const body = JSON.stringify(scenario);
  // What comes back as it was handed out still ships with the program.
  const isShipped = shippedScenarios().some((one) => JSON.stringify(one) === body);
  const row = { body: isShipped ? null : body, off_at: null, changed_at: tx.at };
  tx.run(
    q
      .insertInto("scenario")
      .values({ id: scenario.id, ...row })
      .onConflict((on) => on.column("id").doUpdateSet(row)),
  );
  emit({ type: "scenario.changed", scenario: scenario.id, as: "kept" });
}

/** Offers a scenario or takes it off the list. Throws `not_allowed`, `not_found`. */
export function offerScenario(tx: Tx, emit: Emit, input: { member: Member; id: string; offered: boolean }): void {
  const { id, offered } = input;
  setter(tx, input.member);
  const found = keptScenario(tx, id);
  if (!found) throw new HelplineError("not_found");
  if (found.off !== offered) return;
  const change = { off_at: offered ? null : tx.at, changed_at: tx.at };
  tx.run(
    q
      .insertInto("scenario")
      .values({ id, body: null, ...change })
      .onConflict((on) => on.column("id").doUpdateSet(change)),
  );
  emit({ type: "scenario.changed", scenario: id, as: offered ? "offered" : "off" });
}

/** Removes a scenario of the helpline's own; one that ships stands there again. Throws `not_allowed`, `not_found`. */
export function removeScenario(tx: Tx, emit: Emit, input: { member: Member; id: string }): void {
  setter(tx, input.member);
  const own = q.deleteFrom("scenario").where("id", "=", input.id).where("body", "is not", null);
  if (tx.run(own) === 0) throw new HelplineError("not_found");
  emit({ type: "scenario.changed", scenario: input.id, as: "removed" });
}

function setter(tx: Tx, member: Member) {
  if (!may(memberNow(tx, member.id), "practice.set")) throw new HelplineError("not_allowed");
}
