import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { limits } from "#src/http/limits/limits.ts";
import { openRenderQueue } from "#src/http/limits/render-queue.ts";
import { topics } from "#src/live/topics.ts";
import { evening, type House, house, open } from "#tests/support/house/helpline.ts";
import {
  type Answer,
  act,
  clientId,
  cookieHeader,
  give,
  htmx,
  type Person,
  says,
  staff,
  youth,
} from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { socket } from "#tests/support/outside/socket.ts";

let line: House;
let noor: Person & { id: number };
let anna: Person;
let bela: Person;

beforeEach(async () => {
  line = await house();
  await open(line);
  noor = await youth(line);
  await give(line, noor.id, line.anna);
  anna = await staff(line, line.anna);
  bela = await staff(line, line.bela);
});

/** Asks for so many pages in one moment; `done` grows as they come. */
function pages(who: Person, many: number, path = "/staff", done: Answer[] = []) {
  const all = Promise.all(
    Array.from({ length: many }, async () => {
      const answer = await who.get(path);
      done.push(answer);
      return answer;
    }),
  );
  return { all, done };
}

describe("pages that are asked for in one moment", () => {
  test("T9: what is written in chats meanwhile, by both sides, comes between them", async () => {
    const of = [pages(anna, 20), pages(bela, 20, `/staff/conversation/${noor.id}`)];
    const drawn = () => of.reduce((sum, { done }) => sum + done.length, 0);
    const words = () => ({ client_id: clientId(), text: "are you there?" });
    expect((await noor.post("/send", words())).status).toBe(303);
    expect(drawn()).toBeLessThan(10);
    expect((await anna.post(`/staff/conversation/${noor.id}/send`, words(), htmx)).status).toBe(204);
    expect(drawn()).toBeLessThan(20);
    for (const { all } of of) for (const { status } of await all) expect(status).toBe(200);
  });

  test("searches take turns too, beside a chat and by young people", async () => {
    const done: number[] = [];
    const searches = Array.from({ length: 30 }, async (_, n) => {
      const words = n % 2 ? { q: `school ${n}` } : { client_id: clientId(), words: `school ${n}` };
      const path = n % 2 ? "/other" : `/staff/conversation/${noor.id}/referrals`;
      done.push((await (n % 2 ? noor : anna).post(path, words)).status);
    });
    expect((await noor.post("/send", { client_id: clientId(), text: "are you there?" })).status).toBe(303);
    expect(done.length).toBeLessThan(10);
    await Promise.all(searches);
    expect(done.filter((status) => status >= 400)).toEqual([]);
  });

  test("[ASVS 15.4.4] whoever wants many of them keeps nobody else waiting, and is told when it is more than anybody opens", async () => {
    const all: Answer[] = [];
    const annas = pages(anna, limits.waitingPagesOfOne + 10, "/staff", all);
    const belas = pages(bela, 1, "/staff/shift", all);
    const answers = await annas.all;
    const [page] = await belas.all;
    expect(page!.status).toBe(200);
    const served = all.filter(({ status }) => status === 200);
    expect(served.indexOf(page!)).toBeLessThan(4);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(9);
    for (const { text } of refused) expect(text).toContain(says("error.too_many_pages"));
    expect((await anna.get("/staff")).status).toBe(200);
  });

  test("of those whom no account tells apart no more wait than are drawn in some seconds, and they keep none of the staff out", async () => {
    const { all } = pages(noor, limits.waitingPages + 11, "/other");
    const theirs = [await anna.get("/staff"), await bela.get(`/staff/conversation/${noor.id}`)];
    expect(theirs.map(({ status }) => status)).toEqual([200, 200]);
    const refused = (await all).filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]!.text).toContain(says("error.too_fast"));
  });

  test("whose rights end while they wait is shown nothing more", async () => {
    const { all } = pages(anna, 12, `/staff/conversation/${noor.id}`);
    await act(line, line.aino, (tx) =>
      tx.run(q.deleteFrom("staff_role").where("staff_id", "=", line.anna.id).where("role", "=", "counsellor")),
    );
    const answers = await all;
    expect(answers[0]!.status).toBe(200);
    expect(answers.at(-1)!.status).toBe(403);
  });
});

test("a console that waits for its turn hears nothing until then, and first everything that it missed", async () => {
  const at = await server({ clock: evening });
  try {
    await open(at);
    const sam = await youth(at, "hello", at);
    await give(at, sam.id, at.anna);
    const cookie = cookieHeader((await staff(at, at.anna)).cookies);
    const { turns, hub } = at.helpline;
    const { promise: turn, resolve: comes } = Promise.withResolvers<void>();
    turns.comeBack = () => turn;
    const console = await socket(at.origin, `/staff/live?open=${sam.id}`, cookie);
    await expect.poll(() => hub.heard(topics.staff(at.anna.id))).toBe(true);
    expect((await sam.post("/send", { client_id: clientId(), text: "are you there?" })).status).toBe(303);
    expect(console.got).toEqual([]);
    comes();
    await expect.poll(() => console.got.length).toBeGreaterThan(0);
    for (const words of ["hello", "are you there?"]) expect(console.got[0]).toContain(words);
    expect((await sam.post("/send", { client_id: clientId(), text: "and now?" })).status).toBe(303);
    await expect.poll(() => console.text()).toContain("and now?");
  } finally {
    await at.stop();
  }
});

test("consoles that come back in one moment wait for no rest and for nobody's pages; who comes again and again waits for both", async () => {
  const turns = openRenderQueue();
  const order: string[] = [];
  const page = async () => {
    await turns.wait(1);
    order.push("page");
    // It is drawn for so long, ms, and so long is the rest behind it.
    const until = performance.now() + 20;
    while (performance.now() < until);
  };
  const comes = (staffId: number) => turns.comeBack(staffId).then(() => order.push(`back ${staffId}`));
  const pages = [page(), page(), page()];
  await Promise.all([2, 3, 4].map(comes));
  expect(order).toEqual(["page", "back 2", "back 3", "back 4"]);
  await Promise.all([...pages, comes(2)]);
  expect(order.slice(4)).toEqual(["page", "back 2", "page"]);
});

test("of all the staff together no more pages wait than are drawn in some seconds", async () => {
  const turns = openRenderQueue();
  await turns.wait(0);
  const staff = limits.waitingPages / limits.waitingPagesOfOne;
  const waiting = Array.from({ length: limits.waitingPages }, (_, n) => turns.wait(1 + (n % staff)));
  await expect(turns.wait(0)).rejects.toMatchObject({ code: "too_fast" });
  await Promise.all(waiting);
  await turns.wait(0);
});

describe("a console that asks for its chats again and again", () => {
  test("takes turns as well, and is cut off when it wants more than pages do", async () => {
    const at = await server({ clock: evening });
    try {
      await open(at);
      const sam = await youth(at, "hello", at);
      await give(at, sam.id, at.anna);
      const cookie = cookieHeader((await staff(at, at.anna)).cookies);
      const console = await socket(at.origin, `/staff/live?open=${sam.id}`, cookie);
      await expect.poll(() => console.text()).toContain(`log-${sam.id}`);
      const drawn = () => console.got.filter((frame) => frame.includes("hello")).length;
      const before = drawn();
      const asks = (many: number) => {
        for (let n = 0; n < many; n += 1) console.send(`{"type":"open","ids":[${sam.id}]}`);
      };
      asks(30);
      const words = { client_id: clientId(), text: "are you there?" };
      expect((await sam.post("/send", words)).status).toBe(303);
      expect(drawn() - before).toBeLessThan(15);
      await expect.poll(() => drawn() - before, { timeout: 10_000 }).toBeGreaterThanOrEqual(30);
      const { turns } = at.helpline;
      const others = Array.from({ length: limits.waitingPagesOfOne + 5 }, async () => {
        while (!console.isClosed()) await turns.wait(at.anna.id).catch(() => setImmediate());
      });
      asks(1);
      expect(await console.closed).toBe(1008);
      await Promise.all(others);
      expect(at.reported).toEqual([]);
    } finally {
      await at.stop();
    }
  });
});
