import { end } from "#src/queue/end/ending.ts";
import { fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, give, type Person, person, staff, youth } from "#tests/support/house/http.ts";
import { namesLead } from "#tests/support/rights/lead.ts";
import type { Who } from "./who.ts";

/** Words of each chat, found nowhere else. */
export const words = {
  "anna’s": "Noor sleeps at her aunt’s",
  "carl’s": "Sam hides in the shed",
  waiting: "the dog ran off at noon",
  ended: "the exam was on Friday",
};

/** Who may read which, wherever they stand. */
export const mayRead: Record<Who, (keyof typeof words)[]> = {
  nobody: [],
  noor: ["anna’s"],
  sam: ["carl’s"],
  // Anyone who may take them reads the first words of those who wait.
  anna: ["anna’s", "ended", "waiting"],
  carl: ["carl’s", "waiting"],
  bela: ["waiting"],
  sven: [],
  dora: [],
};

export interface Arranged {
  line: House;
  people: Record<Who, Person>;
  ids: number[];
}

/** Noor talks with Anna, Sam with Carl, a third waits, and a chat of Anna’s is over. */
export async function arranged(): Promise<Arranged> {
  const line = await house({ clock: fakeClock() });
  await open(line);
  await open(line, line.bela);
  const carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  const sven = await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  const dora = await namesLead(line);
  const over = await youth(line, words.ended);
  const noor = await youth(line, words["anna’s"]);
  const sam = await youth(line, words["carl’s"]);
  const waiting = await youth(line, words.waiting);
  await give(line, over.id, line.anna);
  await act(line, line.anna, (tx, emit) =>
    end(tx, emit, { conversationId: over.id, reason: "ended_by_youth", staffId: null }),
  );
  await give(line, noor.id, line.anna);
  await give(line, sam.id, carl);
  const people: Record<Who, Person> = {
    nobody: person(line),
    noor,
    sam,
    anna: await staff(line, line.anna),
    carl: await staff(line, carl),
    bela: await staff(line, line.bela),
    sven: await staff(line, sven),
    dora: await staff(line, dora),
  };
  return { line, people, ids: [noor.id, sam.id, waiting.id, over.id, 999] };
}
