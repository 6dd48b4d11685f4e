import type { Row } from "#lab/load/people/view.ts";
import { messages } from "#src/conversation/reading.ts";
import { page } from "#tests/support/browser/browser.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { annaAtConsole } from "./anna.ts";
import type { Dialogue, Line } from "./dialogues.ts";
import type { Evidence, Mark } from "./judge.ts";
import { noorWithoutScripts, noorWithScripts, patienceMs, type Seat } from "./noor.ts";
import type { Plan } from "./plan.ts";
import { watchFrames, watchReadMarks, watchShown } from "./watch.ts";
import { openWeather, type Weather } from "./weather.ts";

/** Noor and Anna, each behind a line of her own, and what is seen of both. */
export interface Room {
  house: Server;
  noor: ReturnType<typeof noorWithScripts>;
  anna: ReturnType<typeof annaAtConsole>;
  weather: Record<Line["by"], Weather>;
  /** “Read” on Noor’s pages. */
  read: Mark[];
  /** When the server noted what Anna had seen, and up to which message. */
  noted: Mark[];
  shown: Map<number, number>;
  stop(): Promise<void>;
}

/** Opens a helpline with Anna at her console; Noor’s browser is empty yet. */
export async function openRoom({ scripts, sockets }: Pick<Plan, "scripts" | "sockets">): Promise<Room> {
  const house = await server();
  const port = Number(new URL(house.origin).port);
  const [hers, annas] = [await page({ js: scripts }), await page({ width: 1280 })];
  // Four rooms open at once, on a machine that may have more to do; how long a page takes to open is not looked at here.
  for (const tab of [hers, annas]) tab.setDefaultTimeout(patienceMs);
  const weather = {
    youth: await openWeather(port, hers.context(), sockets),
    counsellor: await openWeather(port, annas.context()),
  };
  const read: Mark[] = [];
  const noted: Mark[] = [];
  const shown = new Map<number, number>();
  house.helpline.db.listen((events) => {
    for (const event of events) {
      if (event.type === "message.seen" && event.by === "counsellor") noted.push({ at: Date.now(), seq: event.seq });
    }
  });
  await watchShown(annas.context(), ({ at, seq }) => shown.set(seq, Math.min(at, shown.get(seq) ?? at)));
  const noor = scripts ? noorWithScripts(hers, weather.youth) : noorWithoutScripts(hers, weather.youth);
  if (scripts) await watchReadMarks(hers.context(), (mark) => read.push(mark));
  const unwatch = scripts ? async () => {} : watchFrames(noor.tabs, (mark) => read.push(mark));
  const anna = annaAtConsole(annas, weather.counsellor);
  await anna.comes();
  const stop = async () => {
    await unwatch();
    for (const tab of [hers, annas]) await tab.context().close();
    for (const one of Object.values(weather)) await one.stop();
    await house.stop();
  };
  return { house, noor, anna, weather, read, noted, shown, stop };
}

/** What came of one dialogue. */
export interface Played {
  evidence: Evidence;
  cuts: number;
  reloads: number;
  returns: number;
  again: number;
  /** “Read” on Noor’s pages. */
  read: number;
  reported: string[];
}

/** Plays a dialogue as planned; what someone waits for in vain ends it, and the evidence tells of what is missing. */
export async function play({ lines }: Dialogue, plan: Plan, tell: (what: string) => void): Promise<Played> {
  const room = await openRoom(plan);
  try {
    const { noor, anna, weather } = room;
    const counts = { reloads: 0, returns: 0 };
    await noor.start(lines[0]!.text);
    const id = await anna.takes();
    await noor.sees(lines[0]!.text);
    try {
      for (const place of lines.keys()) if (place > 0) await playLine(room, lines, plan, place, counts);
      await everyoneSees(room, lines);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
    await Promise.all([weather.youth.clear(), weather.counsellor.clear()]);
    return {
      evidence: await evidenceOf(room, id, lines),
      ...counts,
      cuts: weather.youth.cuts + weather.counsellor.cuts,
      again: noor.again + anna.again,
      read: room.read.length,
      reported: room.house.reported,
    };
  } finally {
    await room.stop();
  }
}

async function playLine(
  room: Room,
  lines: readonly Line[],
  plan: Plan,
  place: number,
  counts: { reloads: number; returns: number },
): Promise<void> {
  const { noor, weather } = room;
  const { by, text } = lines[place]!;
  const { isAcross, cut, move, lostIn, otherTab } = plan.turns[place]!;
  const seats: Record<Line["by"], Seat> = { youth: noor, counsellor: room.anna };
  const writer = seats[by];
  if (otherTab) {
    await weather.youth.clear();
    await noor.settles();
    await noor.changesTab();
  }
  if (cut) weather[cut.side].passes(cut.how, cut.afterMs, cut.ms);
  const before = lines[place - 1]!;
  if (!isAcross && before.by !== by) await writer.sees(before.text);
  if (lostIn) {
    await weather[by].clear();
    await writer.settles();
    await writer.write(text);
    await loseIn(weather[by], lostIn, writer);
    counts.reloads += 1;
  } else await writer.write(text);
  // Without scripts nothing can be written before the answer.
  if (!plan.scripts && by === "youth") await noor.settles();
  if (!move) return;
  await weather[move.side].clear();
  await seats[move.side].settles();
  await (move.what === "reload" ? seats[move.side].reloads() : seats[move.side].returns());
  counts[move.what === "reload" ? "reloads" : "returns"] += 1;
}

/** The network goes just after someone has sent something; it comes back while they load their page again. */
async function loseIn(weather: Weather, { how, afterMs }: NonNullable<Plan["turns"][number]["lostIn"]>, writer: Seat) {
  await Bun.sleep(afterMs);
  await weather.begin(how);
  // What has got through by now is stored before the page can come anew.
  await Bun.sleep(700);
  const back = Bun.sleep(900).then(weather.end);
  await writer.reloads();
  await back;
}

/** Waits until all is stored, and on both pages. */
async function everyoneSees({ noor, anna, weather }: Room, lines: readonly Line[]): Promise<void> {
  await Promise.all([weather.youth.clear(), weather.counsellor.clear()]);
  await Promise.all([noor.settles(), anna.settles()]);
  for (const { text } of lines.slice(-6)) await Promise.all([noor.sees(text), anna.sees(text)]);
  if (noor.tabs().length === 1) return;
  await noor.changesTab();
  for (const { text } of lines.slice(-6)) await noor.sees(text);
}

async function evidenceOf(room: Room, id: number, lines: readonly Line[]): Promise<Evidence> {
  const { house, noor, anna, shown } = room;
  const stored: Row[] = messages(house.helpline.db, id).map(({ seq, clientId, author, text }) => ({
    ...{ seq, clientId, side: author },
    text: text ?? "",
  }));
  const [annas = []] = await anna.rows();
  const hers = (await noor.rows()).map((rows, place) => [`Noor’s tab ${place + 1}`, rows] as const);
  // What the server notes may end with words of Anna’s; it is about those of Noor before them.
  const lastHers = (seq: number) => stored.findLast((row) => row.side === "youth" && row.seq <= seq)?.seq;
  const noted = room.noted.flatMap(({ at, seq }) => {
    const hers = lastHers(seq);
    return hers === undefined ? [] : [{ at, seq: hers }];
  });
  return { lines, stored, pages: { Anna: annas, ...Object.fromEntries(hers) }, shown, marks: [...room.read, ...noted] };
}
