import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import Database from "#sqlite";
import type { Db } from "#src/db/db.ts";
import { k } from "#src/db/schema.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { services } from "#src/directory/entry/services.ts";
import { applyRun } from "#src/directory/importing/apply-run.ts";
import type { IncomingService } from "#src/directory/importing/incoming.ts";
import { importRun, issuesOf } from "#src/directory/importing/runs.ts";
import { stage } from "#src/directory/importing/staging.ts";
import { followChanges } from "#src/directory/importing/tidy.ts";
import { organizationNamed, place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

let folder: string;
let home: House;

beforeEach(async () => {
  const clock = fakeClock();
  folder = mkdtempSync(join(tmpdir(), "porchlight-again-"));
  home = await house({ clock, files: filesIn(folder, clock.now()) });
});
afterEach(() => {
  home.helpline.db.close();
  rmSync(folder, { recursive: true });
});

/** The same store, while others need keys.db in each turn and another process holds it: each change is made twice. */
function allAgain(): Db & { runs: number[] } {
  const { db } = home.helpline;
  const runs: number[] = [];
  return {
    ...db,
    runs,
    change: async (actor, verb) => {
      const other = new Database(join(folder, "keys.db"));
      other.exec("BEGIN IMMEDIATE");
      let ran = 0;
      const made = db.change(actor, (tx, emit) => {
        ran += 1;
        // By the next try it is free.
        setImmediate(() => other.close());
        return verb(tx, emit);
      });
      await Promise.all([
        made,
        db.change("porchlight", (tx) => tx.keys.run(k.deleteFrom("wrap").where("conversation_id", "=", 0))),
      ]);
      runs.push(ran);
      return made;
    },
  };
}

/** A service of a file, in its row. */
const told = (row: number, name: string, organization = "Open House", externalId = ""): IncomingService => ({
  externalId,
  row,
  organization,
  entry: { name, visibility: "public", channels: [plainChannel("phone", "116 111")] },
});

const from = { fileName: "places.csv", kind: "csv", sourceId: null, actor: "command line" } as const;

/** What is said of a run: how much of it is what, and what is wrong, by the row. */
const said = (runId: number) => {
  const { db } = home.helpline;
  return [importRun(db, runId)!.counts, issuesOf(db, runId).map(({ row, code, part }) => `${row} ${code} ${part}`)];
};

test("an import of which each change is made again lays ready what it does otherwise, each row once", async () => {
  const { db } = home.helpline;
  const night = await place(db, "Night phone");
  const incoming = {
    organizations: [{ externalId: "Open House", organization: organizationNamed("Open House") }],
    services: [
      told(2, "Day phone"),
      told(3, "DAY PHONE"),
      // Found by its name; then another takes that name, which is known by its id.
      told(4, "Evening phone"),
      told(5, "Evening phone", "Open House", night),
      told(6, "Walk in", ""),
      told(7, "Lost", "Nobody"),
    ],
    issues: [],
  };
  const once = await stage(db, incoming, from);
  const again = allAgain();
  const twice = await stage(again, incoming, from);
  expect(new Set(again.runs)).toEqual(new Set([2]));
  expect(said(twice)).toEqual(said(once));
  expect(said(twice)).toEqual([
    { create: 3, update: 1, unchanged: 0, gone: 0 },
    ["3 same_row_twice 2", "7 no_organization Nobody"],
  ]);
  await db.change("command line", (tx, emit) => applyRun(tx, emit, { runId: twice }));
  await followChanges(db);
  expect(services(db).map(({ entry }) => entry.name)).toEqual([
    "Day phone",
    "Evening phone",
    "Evening phone",
    "Walk in",
  ]);
});
