import { expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { topics } from "#src/live/topics.ts";
import { fakeClock, house, open } from "#tests/support/house/helpline.ts";
import { clientId, give, staff, youth } from "#tests/support/house/http.ts";
import { emptyFiles } from "#tests/support/run/empty-files.ts";

/** What has a row, or many, for each chat, each contact, each mail or each hour of somebody's shift. */
const growing = [
  "audit",
  "callback",
  "callback_invitation",
  "contact",
  "contact_record",
  "conversation",
  "conversation_colleague",
  "conversation_event",
  "debrief",
  "emergency",
  "mail",
  "message",
  "on_call_notice",
  "presence_log",
  "referral",
  "thank_you",
];

/** Through an index of those that are still open, or whose note is still kept, reads few. */
const few = / USING (COVERING )?INDEX (\w+_open|\w+_due|\w+_note|conversation_of_counsellor|conversation_waiting\w*)$/;

/** As after years: each table has a hundred thousand rows, and ten of them begin alike in any index. */
function analyzeAsLarge(data: OpenFiles["data"]) {
  data.exec("ANALYZE");
  const set = data.prepare("UPDATE sqlite_stat1 SET stat = ? WHERE rowid = ?");
  for (const { rowid, stat } of data.prepare("SELECT rowid, stat FROM sqlite_stat1").all() as Stat[]) {
    const [, ...alike] = stat.split(" ");
    set.run(["100000", ...alike.map((_, n) => Math.max(1, 10 - 3 * n))].join(" "), rowid);
  }
  data.exec("DELETE FROM sqlite_stat4; ANALYZE sqlite_schema");
}

interface Stat {
  rowid: number;
  stat: string;
}

test("neither what people do in a chat nor any job reads from end to end what grows with the chats", async () => {
  const clock = fakeClock();
  const files = emptyFiles(clock.now());
  const asked = new Map<string, unknown[]>();
  const prepare = files.data.prepare.bind(files.data);
  files.data.prepare = ((sql: string) => {
    const statement = prepare(sql);
    for (const how of ["all", "get", "run"] as const) {
      const given = statement[how].bind(statement);
      statement[how] = (...values: unknown[]) => {
        asked.set(sql, values);
        return given(...values) as never;
      };
    }
    return statement;
  }) as typeof prepare;
  const home = await house({ clock, files });
  await open(home);
  const anna = await staff(home, home.anna);
  const bela = await staff(home, home.bela);
  const noor = await youth(home, "he waits for me at school");
  const queue = topics.queue({ language: "en", canClaim: true, lineIds: [1], languages: ["en"] });
  const heard = [topics.youth(noor.id), topics.staff(home.anna.id), topics.shift("en"), topics.overview("en"), queue];
  for (const topic of heard) home.helpline.hub.join(topic, { send: () => {} });
  await anna.get("/staff");
  await give(home, noor.id, home.anna);
  await noor.post("/send", { client_id: clientId(), text: "are you there?" });
  await noor.get("/");
  const pane = `/staff/conversation/${noor.id}`;
  await anna.get(pane);
  await anna.post(`${pane}/send`, { client_id: clientId(), text: "My status" });
  await bela.get("/staff/overview");
  for (const job of jobs) await runJob(home.helpline, job);
  clock.pass(20 * 60_000);
  for (const job of jobs) await runJob(home.helpline, job);
  await noor.post("/end");
  await noor.get("/");
  await anna.get(pane);
  expect(home.reported).toEqual([]);

  // Of what is inserted the plan names the tables that refer to it, which are read only where a reference was put off.
  const read = [...asked].filter(([sql]) => /^(with|select|update|delete)/i.test(sql));
  expect(read.length).toBeGreaterThan(100);
  const planOf = (sql: string, values: unknown[]) =>
    (prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]).map(({ detail }) => detail);
  const scans = read.flatMap(([sql, values]) => {
    const isLong = (one: string) => growing.includes(/^SCAN (\w+)/.exec(one)?.[1] ?? "") && !few.test(one);
    return planOf(sql, values)
      .filter(isLong)
      .map((detail) => `${detail}: ${sql}`);
  });
  expect(scans).toEqual([]);

  // A comparison with `+?` (src/db/query.ts) must not lose the index that the value alone would have found.
  const hidden = read.filter(([sql]) => sql.includes("+?"));
  expect(hidden.length).toBeGreaterThan(60);
  for (const analyzed of [false, true]) {
    if (analyzed) analyzeAsLarge(files.data);
    for (const [sql, values] of hidden) {
      expect([analyzed, sql, planOf(sql, values)]).toEqual([analyzed, sql, planOf(sql.replaceAll("+?", "?"), values)]);
    }
  }
});
