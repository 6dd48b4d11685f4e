import { expect, test } from "vitest";
import type { Helpline } from "#src/http/server/context.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { annaSays, talking } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { copyChat } from "#tests/support/house/many.ts";

/** What happens in open chats by itself. */
const ofChats = [
  "typing that stopped",
  "connections that changed",
  "young persons who are gone",
  "silences",
  "how long chats have gone on",
  "pauses that are over",
  "staff who are gone",
  "wrap-ups that are over",
  "chats that were left alone",
  "offers that nobody can accept",
];

/** The same helpline, and what its jobs have asked the database for so far. */
function counting({ helpline }: House): { helpline: Helpline; asked: () => { statements: number; rows: number } } {
  let [statements, rows] = [0, 0];
  const { db } = helpline;
  const counted: Helpline["db"] = {
    ...db,
    first: (query) => {
      statements += 1;
      const row = db.first(query);
      if (row !== undefined) rows += 1;
      return row;
    },
    all: (query) => {
      statements += 1;
      const all = db.all(query);
      rows += all.length;
      return all;
    },
  };
  return { helpline: { ...helpline, db: counted }, asked: () => ({ statements, rows }) };
}

async function run(helpline: Helpline) {
  for (const name of ofChats) await runJob(helpline, jobs.find((job) => job.name === name)!);
}

/** Many chats in which the counsellor wrote last and everyone is there; and one look at all, as at a start. */
async function quiet(
  n: number,
): Promise<{ home: House; clock: FakeClock; ids: number[] } & ReturnType<typeof counting>> {
  const clock = fakeClock();
  const home = await house({ clock });
  await open(home);
  home.helpline.staff.opened(home.anna.id);
  const id = await talking(home);
  await annaSays(home, id, "I am here");
  copyChat(home.files, id, n - 1);
  const ids = home.files.data.prepare("SELECT id FROM conversation").pluck().all() as number[];
  for (const one of ids) home.helpline.youth.opened(one);
  const counted = counting(home);
  await run(counted.helpline);
  return { home, clock, ids, ...counted };
}

test("with 5,000 quiet chats a second takes the statements and rows of 50", async () => {
  const asked = [];
  for (const n of [50, 5_000]) {
    const { home, clock, helpline, asked: now } = await quiet(n);
    expect(now().rows).toBeGreaterThan(4 * n);
    const before = now();
    for (let seconds = 0; seconds < 20; seconds += 1) {
      clock.pass(1_000);
      await run(helpline);
    }
    expect([home.reported, home.heard.filter(({ type }) => type === "silence.stepped")]).toEqual([[], []]);
    asked.push({ statements: now().statements - before.statements, rows: now().rows - before.rows });
  }
  expect(asked[1]).toEqual(asked[0]);
  expect(asked[0]!.statements / 20).toBeLessThan(60);
});

test("of 500 chats whose silence begins at the same time, none is forgotten: each is noted once, in the second when it is due", async () => {
  const { home, clock, helpline, ids } = await quiet(500);
  const noted = async (ms: number) => {
    clock.pass(ms);
    home.heard.length = 0;
    await run(helpline);
    return home.heard.flatMap((one) => (one.type === "silence.stepped" ? [one.conversationId] : []));
  };
  expect(await noted(179_000)).toEqual([]);
  expect(await noted(1_000)).toEqual(ids);
  expect(await noted(1_000)).toEqual([]);
  expect(home.reported).toEqual([]);
});

test("what nobody was told of is found by a second look at four chats a second, done, and said in the log", async () => {
  const { home, clock, helpline, ids } = await quiet(40);
  const last = ids.at(-1)!;
  const hold = home.files.data.prepare("UPDATE conversation SET held_at = ? WHERE id = ?");
  hold.run(clock.now(), last);
  helpline.db.announce({ type: "silence.broken", conversationId: last, staffId: home.anna.id });
  clock.pass(181_000);
  await run(helpline);
  await run(helpline);
  hold.run(null, last);
  home.heard.length = 0;
  for (let seconds = 0; seconds < 12; seconds += 1) {
    clock.pass(1_000);
    await run(helpline);
  }
  expect(home.heard).toEqual([
    { type: "silence.stepped", conversationId: last, staffId: home.anna.id, step: "prompt" },
  ]);
  expect(home.reported).toEqual(["what was due in a chat was found late"]);
});
