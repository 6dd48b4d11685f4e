import { expect } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { annaSays, takes } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Line, proxy } from "#tests/support/outside/proxy.ts";
import { type Young, young } from "#tests/support/people/people.ts";
import { patience } from "#tests/support/run/night.ts";

/** Noor in a chat with Anna, on a line that can be cut. */
interface CutOff {
  house: Server;
  /** Cuts the line; resolves when it is whole again, after `ms`. */
  cut(how: Line, ms: number): Promise<void>;
  noor: Young;
  id: number;
  stop(): Promise<void>;
}

type Way = "socket" | "poll";

export async function cutOff(way: Way): Promise<CutOff> {
  const house = await server();
  const line = await proxy(Number(new URL(house.origin).port), { sockets: way === "socket" });
  await open(house);
  const noor = await young(line);
  await noor.start("things at home");
  const id = house.heard.find((event) => event.type === "conversation.started")!.conversationId;
  await takes(house, house.anna, id);
  await annaSays(house, id, "Hi, I am Mika");
  await noor.sees("Hi, I am Mika");
  return {
    house,
    cut: async (how, ms) => {
      line.set(how);
      await new Promise((whole) => setTimeout(whole, ms));
      line.set("through");
    },
    noor,
    id,
    stop: async () => {
      await noor.page.context().close();
      await line.stop();
      await house.stop();
    },
  };
}

/** Returns ms from now until something is so. */
export async function until(so: Promise<unknown>): Promise<number> {
  const from = performance.now();
  await so;
  return Math.round(performance.now() - from);
}

/** Waits for the bar that says the line is broken. */
export function offlineBar(noor: Young): Promise<unknown> {
  return noor.page.waitForSelector("#net:not([hidden]):not(.back)", { timeout: patience(15_000) });
}

/** Waits until nothing of hers is on its way and no bar says the line is broken. */
export async function settled(noor: Young): Promise<void> {
  const within = { timeout: patience(60_000) };
  await Promise.all([
    noor.page.waitForSelector(".sending", { state: "detached", ...within }),
    noor.page.waitForSelector("#net:is([hidden], .back)", { state: "attached", ...within }),
  ]);
}

/** Returns what is stored, as Noor's page says it. */
export function stored(house: Server, id: number): string[] {
  const sides = { youth: "me", counsellor: "them", notice: "" };
  return messages(house.helpline.db, id)
    .filter(({ author }) => author !== "notice")
    .map(({ author, text }) => `${sides[author]}: ${text}`);
}

/** Expects each line exactly once and in order of seq: on her page, in the database, and in what was heard. */
export async function exactly(chat: Pick<CutOff, "house" | "noor" | "id">, lines: string[]): Promise<void> {
  const { house, noor, id } = chat;
  expect(await noor.lines()).toEqual(lines);
  expect(stored(house, id)).toEqual(lines);
  const seqs = await noor.page
    .locator("#log > li")
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-seq"))));
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  const written = house.heard.filter((event) => event.type === "message.written");
  expect(written.map((event) => event.seq)).toEqual(seqs);
  expect(house.reported).toEqual([]);
}
