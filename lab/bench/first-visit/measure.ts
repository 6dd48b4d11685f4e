import { loadavg } from "node:os";
import type { Browser } from "playwright-core";
import { progress } from "#lab/load/report/report.ts";
import { openLoopback } from "./apart.ts";
import { launch, launchBeside } from "./browser.ts";
import { type Asked, beginChat, sentence, type Way } from "./chat.ts";
import { type Counsellor, counsellor } from "./counsellor.ts";
import { type House, openHouse } from "./house.ts";
import { type Line, layLink, layRelays } from "./line.ts";
import { type Profile, profiles } from "./profiles.ts";
import { formPost, type Visit, visit } from "./visit.ts";

/** Two namespaces with a line between, or the browser itself. */
type Played = "namespaces" | "CDP";

export interface Timed {
  played: Played;
  profile: Profile;
  visits: Visit[];
}

/** Cost of one way of chatting, bytes both ways. */
export interface Cost {
  way: Way;
  door: string;
  chat: number;
  asked: Asked;
  /** Of one more told typing; null = nothing is told. */
  typing: number | null;
  quietMinute: number;
}

export interface Measured {
  program: string;
  counted: string;
  whole: boolean;
  /** Load average before and after: times mean little if it is high. */
  load: [number, number];
  timed: Timed[];
  costs: Cost[];
}

const runs = 5;
const ways: Way[] = ["socket", "poll", "forms"];
const typings = 10;
/** At least one beat of the poll and two of the others, ms. */
const quietMs = 30_000;
/** Until the last acknowledgements are through. */
const settleMs = 1_000;

/** Returns all findings. `youngSide`: namespace of the young person's side, "" for none. */
export async function measure(youngSide: string): Promise<Measured> {
  const closing: (() => unknown)[] = [];
  const closeAll = async () => {
    while (closing.length > 0) await closing.pop()!();
  };
  // The signal ends the browser through playwright; our own processes must not outlive it.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.once(signal, () => void closeAll().finally(() => process.exit(1)));
  }
  try {
    return await measureWith(youngSide, closing);
  } finally {
    await closeAll();
  }
}

async function measureWith(youngSide: string, closing: (() => unknown)[]): Promise<Measured> {
  const [loadBefore = Number.NaN] = loadavg();
  const apart = youngSide !== "";
  if (apart) openLoopback();
  const link = apart ? await layLink(youngSide) : null;
  if (link) closing.push(link.stop);
  const house = await openHouse(apart);
  closing.push(house.stop);
  const line = link ?? (await layRelays([house.doors, house.caddy ?? {}].flatMap((one) => Object.values(one))));
  if (!link) closing.push(line.stop);
  const helpers = await counsellorsFor(house, ["Mika", "Luna", "Sol", "Robin", "Noa", "Kim"]);
  closing.push(() => {
    for (const one of helpers) one.close();
  });
  progress(`${house.program}, TLS 1.3 in front. ${apart ? "Two network namespaces." : "Loopback."}`);

  const browsers: Browser[] = [];
  const start = async (starting: Promise<Browser>) => {
    const browser = await starting;
    browsers.push(browser);
    closing.push(() => browser.close());
    return browser;
  };

  await line.shape(profiles[0]!);
  const chats = await chatThrough(house, line, { name: "HTTP/1.1", ports: house.doors }, helpers.slice(0, 3), start);
  if (house.caddy) {
    const door = { name: "Caddy, HTTP/2", ports: house.caddy };
    chats.push(...(await chatThrough(house, line, door, helpers.slice(3), start)));
  }
  // The quiet chat is counted meanwhile: CDP's visits are not on the line.
  const quiet = await quietTime(line);
  const beside = await start(launchBeside(house));
  const timed: Timed[] = [];
  for (const profile of profiles) timed.push(await timedVisits(beside, "CDP", profile));
  const perMinute = await quiet();
  for (const browser of browsers) await browser.close();

  if (link) {
    const far = await start(launch(house, line, house.doors.socket));
    for (const profile of profiles) {
      await line.shape(profile);
      timed.push(await timedVisits(far, "namespaces", profile));
    }
  }
  const costs = chats.map(({ port, ...one }) => ({ ...one, quietMinute: Math.round(perMinute[port] ?? Number.NaN) }));
  return {
    program: house.program,
    counted: line.counted,
    whole: line.whole,
    load: [loadBefore, loadavg()[0]!],
    timed,
    costs,
  };
}

/** One for each chat, since a counsellor's own messages have a limit too. */
async function counsellorsFor(house: House, names: string[]): Promise<Counsellor[]> {
  const made: Counsellor[] = [];
  for (const name of names) {
    const link = made.length === 0 ? house.first : await house.invitation();
    made.push(await counsellor(house.port, link, name));
  }
  return made;
}

async function chatThrough(
  house: House,
  line: Line,
  door: { name: string; ports: House["doors"] },
  helpers: Counsellor[],
  start: (starting: Promise<Browser>) => Promise<Browser>,
) {
  progress(`Three chats of sixty messages by ${door.name}: by WebSocket, by long poll, without scripts.`);
  const begun = [];
  for (const [n, way] of ways.entries()) {
    const browser = await start(launch(house, line, door.ports[way]));
    begun.push({ way, chat: await beginChat(browser, way, helpers[n]!) });
  }
  await Promise.all(begun.map(({ chat }) => chat.talk()));
  await Bun.sleep(settleMs);
  const after = await line.bytes();
  const asked = begun.map(({ chat }) => structuredClone(chat.asked));
  await Promise.all(begun.map(({ way, chat }) => (way === "forms" ? undefined : chat.typing(typings))));
  await Bun.sleep(settleMs);
  const typed = await line.bytes();
  return ways.map((way, n) => {
    const port = door.ports[way];
    const chat = after[port] ?? Number.NaN;
    progress(`${way} by ${door.name}: ${(chat / 1000).toFixed(1)} KB, ${told(asked[n]!)}`);
    const typing = way === "forms" ? null : Math.round(((typed[port] ?? Number.NaN) - chat) / typings);
    return { way, door: door.name, port, chat, typing, asked: asked[n]! };
  });
}

/** What was asked, the most bytes first. */
function told(asked: Asked): string {
  const all = Object.entries(asked).sort(([, a], [, b]) => b.up + b.down - a.up - a.down);
  return all.map(([what, { times, up, down }]) => `${what} ${times} times ${up} up ${down} down`).join("; ");
}

/** Returns a function that waits long enough and gives the bytes of a minute by port. */
async function quietTime(line: Line) {
  const [since, before] = [performance.now(), await line.bytes()];
  return async () => {
    await Bun.sleep(Math.max(0, since + quietMs - performance.now()));
    const after = await line.bytes();
    const minutes = (performance.now() - since) / 60_000;
    return Object.fromEntries(
      Object.entries(after).map(([port, bytes]) => [port, (bytes - (before[Number(port)] ?? 0)) / minutes]),
    );
  };
}

async function timedVisits(browser: Browser, played: Played, profile: Profile): Promise<Timed> {
  const visits: Visit[] = [];
  for (let run = 0; run < runs; run++) {
    const network = played === "CDP";
    const seen = await visit(browser, profile, network, sentence(run));
    visits.push({ ...seen, form: await formPost(browser, profile, network, sentence(run)) });
    const { type, socket, send, leave, form } = visits.at(-1)!;
    const told = [type, socket, send, form, leave].map(Math.round).join(", ");
    progress(`${profile.name} by ${played}, ${run + 1} of ${runs}: type, line, send, form, leave ${told} ms`);
  }
  return { played, profile, visits };
}
