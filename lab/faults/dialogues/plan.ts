import { between, type Random, seeded } from "#lab/load/report/random.ts";
import type { Line as Weather } from "#tests/support/outside/proxy.ts";
import type { Dialogue, Line } from "./dialogues.ts";

type Side = Line["by"];

/** `offline`: the browser itself knows that it has no network. */
export type Cut = Exclude<Weather, "through"> | "offline";

/** What happens around one line, besides that it is said. */
export interface Turn {
  /** Said before the writer has seen what comes before it. */
  isAcross: boolean;
  /** The network of one side, beginning `afterMs` after the turn. */
  cut?: { side: Side; how: Cut; afterMs: number; ms: number };
  /** What someone does afterwards, once nothing of theirs is on its way. */
  move?: { side: Side; what: "reload" | "return" };
  /** The writer loses the network just after sending, and reloads while it is away. */
  lostIn?: { how: Cut; afterMs: number };
  /** From here on Noor writes in her other tab, until it is said again. */
  otherTab?: true;
}

export interface Plan {
  /** Whether Noor’s browser runs scripts. */
  scripts: boolean;
  /** Whether sockets get through to her. */
  sockets: boolean;
  turns: Turn[];
}

/** What frees a page of what it has sent: nothing can arrive later than the reload. */
const clean = ["refused", "lost", "offline"] as const;
const all = [...clean, "frozen", "dead"] as const;

/** Returns what is to happen in the dialogue with this number: the same for the same seed. */
export function planOf({ lines }: Dialogue, seed: number, number: number): Plan {
  const random = seeded(seed * 1_000 + number);
  const way = number % 3;
  const turns: Turn[] = lines.map(() => ({ isAcross: random() < 0.25 }));
  // Neither the first words, which bring her into the line, nor the last two, after which nothing follows.
  const free = shuffled(lines.map((_, place) => place).slice(2, -2), random);
  const next = (by?: Side) =>
    free.splice(Math.max(0, by ? free.findIndex((place) => lines[place]!.by === by) : 0), 1)[0]!;
  for (const side of ["youth", "youth", "youth", "counsellor", "counsellor"] as const) {
    const how = oneOf(all, random);
    turns[next()]!.cut = { side, how, afterMs: between(random, 0, 150), ms: between(random, 300, 2_500) };
  }
  for (const side of ["youth", "counsellor"] as const) {
    turns[next()]!.move = { side, what: "reload" };
    turns[next()]!.move = { side, what: "return" };
    turns[next(side)]!.lostIn = { how: oneOf(clean, random), afterMs: between(random, 0, 80) };
  }
  if (number % 4 === 0) {
    const [from, to] = [next(), next()].sort((a, b) => a - b);
    turns[from!]!.otherTab = true;
    turns[to!]!.otherTab = true;
  }
  return { scripts: way !== 2, sockets: way !== 1, turns };
}

function oneOf<One>(list: readonly One[], random: Random): One {
  return list[Math.floor(random() * list.length)]!;
}

function shuffled<One>(list: readonly One[], random: Random): One[] {
  const places = list.map((one) => ({ one, order: random() }));
  return places.sort((a, b) => a.order - b.order).map(({ one }) => one);
}
