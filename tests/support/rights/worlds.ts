import type { SMTPServerOptions } from "smtp-server";
import { vi } from "vitest";
import { seeded } from "#lab/load/report/random.ts";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { join } from "#src/conversation/colleagues/join.ts";
import { writeNote } from "#src/conversation/colleagues/side-notes.ts";
import { keepAnswerCode } from "#src/conversation/complaint/complaint-answer.ts";
import type { ConcernKind } from "#src/conversation/complaint/complaint-file.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { suggest } from "#src/conversation/messages/agreed-plan.ts";
import { keepDraft } from "#src/conversation/messages/draft.ts";
import { keepChosen } from "#src/conversation/messages/intake.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { close } from "#src/queue/end/ending.ts";
import { giveDebrief } from "#src/record/debrief.ts";
import { acknowledgeEmergency, declareEmergency, saveEmergency } from "#src/record/emergency.ts";
import type { EmergencySaid } from "#src/record/emergency-reading.ts";
import { giveThanks } from "#src/record/thanks.ts";
import { closeDanger } from "#src/retention/danger/danger-over.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { openEnded } from "#src/retention/reading/opening.ts";
import { holdChat, liftHold, openHeld } from "#src/retention/safeguarding-hold.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { annaSays, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, type Person } from "#tests/support/house/http.ts";
import { saves } from "#tests/support/house/records.ts";
import { comesOnShift } from "#tests/support/keys/keys.ts";
import { no, type Post, post, sendsTo } from "#tests/support/outside/post.ts";
import { comesNext, goesBy, mailsGo } from "#tests/support/rights/goes-by.ts";
import { givesAddress, namesLead, wrongIn } from "#tests/support/rights/lead.ts";
import { isTakenOff, looksInto } from "#tests/support/rights/looks-into.ts";

/** Where a chat stands that someone complained of. */
export const standings = [
  "live",
  "ended",
  "put away",
  "deleted",
  "deleted and put away",
  "15 days later",
  "deleted in danger",
  "no more in danger",
] as const;
export type Standing = (typeof standings)[number] | "taken off";

/** Chats complained of: Noor’s, and three ended before it. */
interface Chats {
  noor: number;
  /** A supervisor held it, read it, and lifted the hold. */
  held: number;
  /** Each had an emergency; the second record has no outcome yet. */
  closed: number;
  going: number;
}

/** Two worlds that differ only in complaints: one lead takes Anna off new chats for them, else an admin for another reason. */
export interface World {
  home: House;
  clock: FakeClock;
  chats: Chats;
  /** Their counsellor, supervisor and admin, who had a part in all of them, signed in. */
  people: Record<"anna" | "bela" | "aino", { person: Person; member: StaffMember; heard: string[] }>;
  carl: StaffMember;
  /** A lead and an admin who had none, signed in. */
  lead: StaffMember;
  others: Record<"hera" | "finn", Person>;
  taken: Post["taken"];
  /** Short name of the held chat, which may be another’s by now. */
  heldName: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;

export const addressOf = (name: string) => `${name}@staff.example`;

/**
 * Anna takes everyone, Béla and Aino join. Carl and the lead Hera look into complaints; Finn, Dora and Gala are admins without
 * a part: mails go to Finn, to Gala later, never to Dora. Chance and the mail server's `port` (0 = any) are the same in both.
 */
export async function worldOf(standing: Standing, isWrong: boolean, port: number): Promise<World & { port: number }> {
  const chance = vi.spyOn(Math, "random").mockImplementation(seeded(7));
  const server = await post({ port, onRcptTo: takes });
  try {
    const world = await begun(server, isWrong);
    await goesOn(world, standing, isWrong);
    await mailsGo(world);
    return { ...world, port: server.port };
  } finally {
    await server.close();
    chance.mockRestore();
  }
}

const takes: NonNullable<SMTPServerOptions["onRcptTo"]> = ({ address }, _session, done) => {
  if (address === addressOf("dora")) done(no(550, "5.1.1 nobody"));
  else done(address === addressOf("gala") ? no(450, "4.2.1 later") : undefined);
};

async function begun(server: Post, isWrong: boolean): Promise<World> {
  const clock = fakeClock();
  const home = await house({ clock });
  const { helpline, anna, bela, aino } = home;
  const carl = await member(helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  const lead = await namesLead(home, "hera");
  const told = [anna, bela, aino];
  for (const [name, alias] of [
    ["finn", "Fir"],
    ["dora", "Dune"],
    ["gala", "Gull"],
  ] as const) {
    told.push(await member(helpline, name, `${alias} Maes`, alias, ["admin"]));
  }
  await sendsTo(home, server.port);
  for (const one of told) {
    const own = { staffId: one.id, address: addressOf(one.signInName), digest: true, trail: true };
    await act(home, one, (tx, emit) => setOwnAddress(tx, emit, own));
  }
  await givesAddress(home, lead, addressOf("hera"));
  // The first to come makes and holds the team key.
  const hera = await comesOnShift(home, "hera");
  await comesOnShift(home, "carl");
  const others = { hera, finn: await comesOnShift(home, "finn") };
  const people = {} as World["people"];
  // One by one, as each password takes its time.
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
  const world: World = {
    home,
    clock,
    people,
    carl,
    lead,
    others,
    taken: server.taken,
    chats: {} as Chats,
    heldName: 0,
  };
  await open(home);
  await open(home, aino);
  await before(world, isWrong);
  return world;
}

async function before(world: World, isWrong: boolean) {
  const { home, clock, chats, carl } = world;
  const { anna, bela } = home;
  const emergencyIn = async (conversationId: number) => {
    const emergencyId = await act(home, bela, (tx, emit) =>
      declareEmergency(tx, emit, { conversationId, staffId: bela.id }),
    );
    await act(home, carl, (tx, emit) => acknowledgeEmergency(tx, emit, { emergencyId, staffId: carl.id }));
    return emergencyId;
  };
  chats.held = await withAll(home, "words of Ida");
  world.heldName = conversation(home.helpline.db, chats.held)!.nameIndex;
  await youthEnds(home, chats.held);
  clock.pass(minute);
  const held = { conversationId: chats.held, member: carl };
  await act(home, carl, (tx, emit) => holdChat(tx, emit, { ...held, reason: "report", days: 1 }));
  await act(home, carl, (tx, emit) => openHeld(tx, emit, { ...held, alone: false }));
  await act(home, carl, (tx, emit) => liftHold(tx, emit, held));
  chats.closed = await withAll(home, "words of Kim");
  const id = await emergencyIn(chats.closed);
  await youthEnds(home, chats.closed);
  const said: EmergencySaid = { decidedBy: bela.id, informed: [], passed: [], told: null, outcome: "help_came" };
  await act(home, bela, (tx, emit) => saveEmergency(tx, emit, { member: bela, id, said, note: null }));
  await act(home, anna, (tx, emit) => close(tx, emit, { conversationId: chats.closed, staffId: anna.id }));
  clock.pass(minute);
  chats.going = await withAll(home, "words of Lea");
  await emergencyIn(chats.going);
  await youthEnds(home, chats.going);
  for (const one of [chats.held, chats.closed, chats.going]) await goesWrong(home, one, isWrong);
  clock.pass(minute);
}

/** A chat in which all three have a part. */
async function withAll(home: House, words: string): Promise<number> {
  const { anna, bela, aino } = home;
  const conversationId = await talking(home, words);
  const help = { conversationId, staffId: anna.id, words: "Has anybody a minute?" };
  await act(home, anna, (tx, emit) => askForHelp(tx, emit, help));
  for (const { id: staffId } of [aino, bela]) {
    await act(home, staffId === aino.id ? aino : bela, (tx, emit) => join(tx, emit, { conversationId, staffId }));
  }
  await annaSays(home, conversationId, "words of Mika");
  return conversationId;
}

async function goesWrong(home: House, conversationId: number, isWrong: boolean, kind: ConcernKind | null = null) {
  if (!isWrong) return;
  await wrongIn(home, conversationId, kind);
  if (kind === null) return;
  await home.helpline.db.change("youth", (tx) => keepAnswerCode(tx, { conversationId, locator: "0".repeat(64) }));
}

async function goesOn(world: World, standing: Standing, isWrong: boolean) {
  const { home, clock, people, chats } = world;
  const { helpline, anna, bela } = home;
  chats.noor = await withAll(home, "words of Noor");
  const of = { conversationId: chats.noor, staffId: anna.id };
  await act(home, anna, (tx, emit) => {
    keepChosen(tx, chats.noor, { ...noAnswers, age: "13-14" });
    suggest(tx, emit, { ...of, text: "Call your sister." });
    keepDraft(tx, { ...of, text: "and then" });
  });
  await act(home, bela, (tx, emit) =>
    writeNote(tx, emit, { ...of, staffId: bela.id, clientId: newClientId(), text: "ask about school" }),
  );
  const isInDanger = standing === "deleted in danger" || standing === "no more in danger";
  if (isInDanger) await act(home, anna, (tx, emit) => markRisk(tx, emit, { ...of, present: true }));
  await goesWrong(home, chats.noor, isWrong, "contact");
  if (standing === "live") return;
  if (isInDanger) {
    await leavesInDanger(world, standing);
    return;
  }
  await youthEnds(home, chats.noor);
  await act(home, anna, (tx, emit) => {
    giveThanks(tx, emit, { conversationId: chats.noor, text: "thank you" });
    giveDebrief(tx, emit, { conversationId: chats.noor, member: anna, weight: "talk", note: "it stays with me" });
  });
  // No complaint about one that ended after it: everything of one run goes in one order.
  clock.pass(minute);
  await youthEnds(home, await withAll(home, "words of Olga"));
  await goesBy(world, minute);
  if (standing === "ended") return;
  if (standing === "taken off") {
    await isTakenOff(world, isWrong);
    return goesBy(world, minute);
  }
  const isDeleted = standing === "deleted" || standing === "deleted and put away";
  if (!isDeleted) await saves(home, anna, { of: { conversationId: chats.noor }, note: "her sister knows" });
  if (isDeleted) {
    await helpline.db.change(`conversation:${chats.noor}`, (tx, emit) =>
      eraseChat(tx, emit, { conversationId: chats.noor }),
    );
  }
  if (standing !== "deleted") await act(home, anna, (tx, emit) => close(tx, emit, of));
  await goesBy(world, 16 * minute);
  // Words are held until someone has looked into the complaint.
  if (standing !== "15 days later") await looksInto(world);
  await goesBy(world, minute);
  if (standing === "15 days later") {
    await goesBy(world, 15 * day);
    for (const [name, one] of Object.entries(people)) one.person = await comesOnShift(home, name);
  }
  await comesNext(world);
}

/** Noor deletes her chat in danger; Anna reads it, puts it away, and may say that the danger is over. */
async function leavesInDanger(world: World, standing: Standing) {
  const { home, chats } = world;
  const of = { conversationId: chats.noor, member: home.anna };
  await home.helpline.db.change(`conversation:${chats.noor}`, (tx, emit) => eraseChat(tx, emit, of));
  await goesBy(world, minute);
  await act(home, home.anna, (tx, emit) => openEnded(tx, emit, { ...of, why: "left" }));
  await act(home, home.anna, (tx, emit) => close(tx, emit, { ...of, staffId: home.anna.id }));
  await goesBy(world, minute);
  if (standing === "no more in danger") await act(home, home.anna, (tx, emit) => closeDanger(tx, emit, of));
  await goesBy(world, minute);
}

/** Returns a text without drawn ids and what is made of them; all else must be equal. */
export function canonical(text: string): string {
  return text
    .replace(/\b[0-9a-f]{64}\b/g, "<mac>")
    .replace(/\b[0-9a-f]{32}\b/g, "<id>")
    .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, "<token>");
}
