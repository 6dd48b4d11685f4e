import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { openFiles } from "#src/db/files.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { contactRecord } from "#src/record/reading.ts";
import { settings } from "#src/settings/settings.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { restarted } from "#tests/support/house/restart.ts";
import { looked } from "#tests/support/keys/audit.ts";
import { oldEntries, oldTrail } from "#tests/support/keys/old-trail.ts";

// A whole folder of the version before: what it has counted, who was there when, and its trail.

const day = 24 * 3_600_000;
const minute = 60_000;
const quarter = 15 * minute;
const master = masterKey(new Uint8Array(32).fill(7));
const now = Date.UTC(2026, 10, 24, 18, 22, 7) + 431;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-whole-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An evening so many days ago: Mika was there from 18:00 to 20:10, the line let people in from 18:30 to 20:00, by the clock of UTC. */
const evening = (ago: number) => Date.UTC(2026, 10, 24, 18) - ago * day;
const evenings = [200, 120, 91, 60, 2];

/** What stood in the tables of that version beside its trail. */
const stood = [
  `INSERT INTO staff (id, sign_in_name, real_name, alias, password_hash, language, created_at)
   VALUES (1, 'anna', 'Anna Peeters', 'Mika', 'hash', 'nl', ${evening(201)})`,
  "INSERT INTO staff_role (staff_id, role) VALUES (1, 'counsellor')",
  `INSERT INTO rules (version, content, published_at) VALUES (1, '{}', ${evening(201)})`,
  ...evenings.flatMap((ago) => [
    `INSERT INTO presence_log (staff_id, availability, at) VALUES (1, 'available', ${evening(ago)}), (1, 'gone', ${evening(ago) + 130 * minute})`,
    `INSERT INTO line_state_log (line_id, state, reason, at)
     VALUES (1, 'open', 'inside_hours', ${evening(ago) + 30 * minute}), (1, 'closed', 'outside_hours', ${evening(ago) + 120 * minute})`,
  ]),
  // A chat that goes on over the upgrade, one that is over and kept, and a rehearsal.
  ...[7, 8, 9].map(
    (
      id,
    ) => `INSERT INTO conversation (id, line_id, lane, language, name_index, rules_version, start_id, started_at, youth_here_at, kind,
       feeling_shown, came_again, ended_at, end_reason, closed_at)
     VALUES (${id}, 1, 'normal', 'nl', 4, 1, 'start ${id}', ${now - id * minute}, ${now}, '${id === 9 ? "rehearsal" : "real"}',
       NULL, NULL,        ${id === 7 ? "NULL, NULL, NULL" : `${now - minute}, 'ended_by_youth', ${now}`})`,
  ),
  `INSERT INTO contact (id, conversation_id, line_id, lane, language, day, waited_s, talked_s, youth_messages, counsellor_messages,
     end_reason, feeling_before, feeling_after, helped, after_asked)
   VALUES (1, 8, 1, 'normal', 'nl', '2026-11-24', 1, 8, 1, 1, 'ended_by_youth', NULL, 3, NULL, 'given')`,
  "INSERT INTO reason_tree (version, content, at) VALUES (1, '[]', 1)",
  `INSERT INTO contact_record (id, contact_id, channel, line_id, staff_id, day, began_at, finished_at, tree_version, age, note_days, note_gone_at)
   VALUES (1, 1, 'chat', 1, 1, '2026-11-24', ${now - 60 * day}, ${now - 60 * day + 7}, 1, '12-14', 28, ${now - 30 * day}),
          (2, NULL, 'phone', 1, 1, '2026-11-24', ${now - 5 * day}, NULL, 1, 'under_12', 28, NULL)`,
  `INSERT INTO referral (conversation_id, staff_id, service_id, service_name, level, at) VALUES (NULL, 1, 'x', 'Night line', 'sent', ${now - 60 * day})`,
  `INSERT INTO setting VALUES ('assessmentRules', '[{"when":{"urgent":[],"topics":[],"age":["15-17"],"region":[],"channel":[],"otherwise":false},"show":{"emergency":false,"chosen":true,"fitting":false,"topics":[],"services":[]},"lane":null,"chat":null,"say":null}]', 1, 1)`,
];

test("is brought up to date: nothing is lost or made up, what is old is rolled up and told no more so exactly, and copies go after a week", async () => {
  const old = oldTrail(master, oldEntries(now), { gone: 3 });
  for (const row of stood) old.files.data.exec(row);
  writeFileSync(join(folder, "porchlight.db"), old.files.data.serialize());
  writeFileSync(join(folder, "keys.db"), old.files.keys.serialize());

  const clock = fakeClock(now);
  const own: string[] = [];
  const files = openFiles(folder, now, (copy) => own.push(copy));
  const somewhere = await house({ clock });
  const { config, ...rest } = somewhere.helpline;
  const home = await restarted(
    { ...somewhere, helpline: { ...rest, config: { ...config, dataDir: folder } } },
    files,
    master,
  );
  const all = (sql: string) => files.data.prepare(sql).all();
  // Its master key is in no file, so another process could not read a copy.
  for (const job of jobs.filter(({ name }) => !/nightly copy of/.test(name))) await runJob(home.helpline, job);
  expect(home.reported).toEqual([]);

  expect(all("SELECT id, kind FROM conversation ORDER BY id")).toEqual([
    { id: 7, kind: "real" },
    { id: 8, kind: "real" },
    { id: 9, kind: "rehearsal" },
  ]);
  expect(all("SELECT * FROM contact ORDER BY id")).toMatchObject([
    { quarter: null, returned: null, before_asked: null, after_asked: "given", feeling_after: 3, next_step: null },
    // Who waited when the line was brought up to date, and was sent home: it is closed.
    { conversation_id: 7, quarter: 77, before_asked: null, returned: null, called_back: 0 },
  ]);
  // Every evening is minutes now; the logs of the last 90 days are there still.
  const served = all("SELECT minutes FROM hours_served ORDER BY day") as { minutes: number }[];
  expect(served.map(({ minutes }) => minutes)).toEqual(evenings.map(() => 130));
  const staffed = all("SELECT sum(seat_minutes) AS minutes, max(counsellors) AS most FROM staffed GROUP BY day");
  expect(staffed).toEqual(evenings.map(() => ({ minutes: 90, most: 1 })));
  const left = all("SELECT at FROM presence_log ORDER BY at") as { at: number }[];
  expect(left.map(({ at }) => at)).toEqual([
    // What was said last before, with its day alone.
    evening(91) - (evening(91) % day),
    ...[60, 2].flatMap((ago) => [evening(ago), evening(ago) + 130 * minute]),
  ]);
  const floor = (at: number) => at - (at % quarter);
  expect(all("SELECT began_at, finished_at FROM contact_record ORDER BY id")).toEqual([
    { began_at: floor(now - 60 * day), finished_at: floor(now - 60 * day + 7) },
    { began_at: now - 5 * day, finished_at: null },
  ]);
  expect(all("SELECT at FROM referral")).toEqual([{ at: floor(now - 60 * day) }]);
  expect(contactRecord(home.helpline.db, 1)?.coding.age).toBe("12-14");
  expect(settings(home.helpline.db).assessmentRules[0]!.when.age).toEqual(["15", "16-17"]);
  expect(await looked(home)).toMatchObject({ broken: [], unchecked: [], anew: { rows: 37, before: { id: 40 } } });
  expect(all("PRAGMA foreign_key_check")).toEqual([]);

  const copies = () => readdirSync(folder).filter((name) => name.includes(".before-"));
  expect(own.map((copy) => copy.slice(folder.length + 1)).sort()).toEqual(copies().sort());
  expect(copies()).toHaveLength(2);
  for (const name of copies()) utimesSync(join(folder, name), now / 1_000, (now - 6 * day) / 1_000);
  const forgets = jobs.find(({ name }) => name === "copies of the data, kept long enough")!;
  await runJob(home.helpline, forgets);
  expect(copies()).toHaveLength(2);
  clock.pass(day);
  await runJob(home.helpline, forgets);
  expect(copies()).toEqual([]);
  home.helpline.db.close();
});
