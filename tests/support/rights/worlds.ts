import { vi } from "vitest";
import { seeded } from "#lab/load/report/random.ts";
import { join } from "#src/conversation/beside.ts";
import { concernsFor, openConcern, raiseConcern, settleConcern } from "#src/conversation/concern.ts";
import { askForHelp } from "#src/conversation/help-wanted.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { close } from "#src/queue/ending.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { open as opens } from "#src/retention/opening.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { annaSays, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, type Person } from "#tests/support/house/http.ts";
import { saves } from "#tests/support/house/records.ts";
import { comesOnShift } from "#tests/support/keys/keys.ts";

/** Where a chat stands that somebody complained of. */
export const standings = ["live", "ended", "put away", "deleted", "deleted and put away", "15 days later"] as const;
export type Standing = (typeof standings)[number];

/** One of two worlds in which the same happens, but for one thing: in one of them Noor says that something was wrong. */
export interface World {
  home: House;
  clock: FakeClock;
  /** Of Noor’s chat. */
  id: number;
  /** Those who had a part in it, signed in: its counsellor, a supervisor and an admin. */
  people: Record<"anna" | "bela" | "aino", { person: Person; member: StaffMember; heard: string[] }>;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * Anna talked with Noor, Béla wrote beside her, and Aino wrote a note; Anna has finished its record. Carl is a supervisor who had no part, and
 * looks into what was wrong where there is something. Chance is the same in both.
 */
export async function worldOf(standing: Standing, isWrong: boolean): Promise<World> {
  const random = seeded(7);
  const chance = vi.spyOn(Math, "random").mockImplementation(random);
  try {
    return await made(standing, isWrong);
  } finally {
    chance.mockRestore();
  }
}

async function made(standing: Standing, isWrong: boolean): Promise<World> {
  const clock = fakeClock();
  const home = await house({ clock });
  const { helpline, anna, bela, aino } = home;
  const carl = await member(helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  await comesOnShift(home, "carl");
  const people = {} as World["people"];
  // One after the other: a password takes as long as it takes.
  for (const [name, one] of [
    ["anna", anna],
    ["bela", bela],
    ["aino", aino],
  ] as const) {
    people[name] = { person: await comesOnShift(home, name), member: one, heard: [] };
  }
  for (const { member: one, heard } of Object.values(people)) {
    for (const topic of [`staff:${one.id}`, `bar:${one.id}`])
      helpline.hub.join(topic, { send: (html) => heard.push(html) });
  }
  await open(home);
  const id = await talking(home, "words of Noor");
  await act(home, anna, (tx, emit) =>
    askForHelp(tx, emit, { conversationId: id, staffId: anna.id, words: "Has anybody a minute?" }),
  );
  await open(home, aino);
  await act(home, aino, (tx, emit) => join(tx, emit, { conversationId: id, staffId: aino.id }));
  await act(home, bela, (tx, emit) => join(tx, emit, { conversationId: id, staffId: bela.id }));
  await annaSays(home, id, "words of Mika");

  const goesWrong = async () => {
    if (!isWrong) return;
    await helpline.db.change("youth", (tx, emit) =>
      raiseConcern(tx, emit, { conversationId: id, text: "he asked where I live" }),
    );
  };
  const looksInto = async () => {
    if (!isWrong) return;
    for (const { id: concernId } of concernsFor(helpline.db, carl)) {
      await act(home, carl, (tx, emit) => {
        if (opens(tx, emit, { conversationId: id, member: carl, why: "concern" })) {
          openConcern(tx, emit, { id: concernId, staffId: carl.id });
          settleConcern(tx, emit, { id: concernId, staffId: carl.id, done: true });
        }
      });
    }
  };
  const goesBy = async (ms: number) => {
    clock.pass(ms);
    // Nobody stays signed in for as long; those who are here stay.
    for (const job of jobs.filter(({ name }) => !/sessions|directories|helplines|links|directory/.test(name))) {
      await runJob(helpline, job);
    }
  };

  await goesWrong();
  if (standing === "live") return { home, clock, id, people };
  await youthEnds(home, id);
  await goesBy(minute);
  if (standing === "ended") return { home, clock, id, people };
  await saves(home, anna, { of: { conversationId: id }, note: "her sister knows" });
  if (standing === "deleted" || standing === "deleted and put away") {
    await helpline.db.change(`conversation:${id}`, (tx, emit) => eraseChat(tx, emit, { conversationId: id }));
  }
  if (standing !== "deleted") {
    await act(home, anna, (tx, emit) => close(tx, emit, { conversationId: id, staffId: anna.id }));
  }
  await goesBy(16 * minute);
  await looksInto();
  await goesBy(minute);
  if (standing !== "15 days later") return { home, clock, id, people };
  await goesBy(15 * day);
  for (const [name, one] of Object.entries(people)) one.person = await comesOnShift(home, name);
  return { home, clock, id, people };
}

/** What stands for nothing but itself: ids that were drawn, and what is made of them. Everything else must be the same. */
export function canonical(text: string): string {
  return text
    .replace(/\b[0-9a-f]{64}\b/g, "<mac>")
    .replace(/\b[0-9a-f]{32}\b/g, "<id>")
    .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, "<token>");
}
