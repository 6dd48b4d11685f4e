import { writeAsCounsellor, writeAsYouth } from "#src/conversation/messages/writing.ts";
import { lastSeq } from "#src/conversation/reading.ts";
import { newClientId, newToken } from "#src/crypto/hash.ts";
import { watchSilences } from "#src/jobs/chats/silence.ts";
import { claim } from "#src/queue/claim.ts";
import { end } from "#src/queue/end/ending.ts";
import { type Start, start } from "#src/queue/start.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import type { House } from "./helpline.ts";

/** Someone comes in with first words. Returns the conversation's id. */
export function comesIn(house: House, text: string | null = "hello", given: Partial<Start> = {}): Promise<number> {
  const input = {
    startId: newClientId(),
    token: newToken(),
    language: "en" as const,
    lineId: 1,
    text,
    rulesVersion: publishedRules(house.helpline.db).version,
    ...given,
  };
  return house.helpline.db.change("youth", (tx, emit) => start(tx, emit, input));
}

/** Runs the job of silences, as each second: one step each time. */
export async function silencesGoOn({ helpline }: House): Promise<void> {
  for (let times = 0; times < 3; times += 1) await watchSilences(helpline);
}

/** A counsellor takes someone. */
export function takes(house: House, member: StaffMember, conversationId: number): Promise<void> {
  return house.helpline.db.change(`staff:${member.id}`, (tx, emit) => claim(tx, emit, { conversationId, member }));
}

/** Someone came in and was taken by Anna. Returns the conversation's id. */
export async function talking(house: House, text: string | null = "hello"): Promise<number> {
  const id = await comesIn(house, text);
  await takes(house, house.anna, id);
  return id;
}

/** The young person writes. Returns the seq. */
export function youthSays(
  house: House,
  conversationId: number,
  text: string,
  clientId = newClientId(),
): Promise<number> {
  const words = { conversationId, clientId, text };
  return house.helpline.db.change(`conversation:${conversationId}`, (tx, emit) => writeAsYouth(tx, emit, words).seq);
}

/** Anna writes. Returns the seq. */
export function annaSays(
  house: House,
  conversationId: number,
  text: string,
  clientId = newClientId(),
): Promise<number> {
  const words = { conversationId, clientId, text, staffId: house.anna.id };
  return house.helpline.db.change(`staff:${house.anna.id}`, (tx, emit) => writeAsCounsellor(tx, emit, words));
}

/** The young person ends it. */
export function youthEnds(house: House, conversationId: number): Promise<void> {
  const input = { conversationId, reason: "ended_by_youth", staffId: null } as const;
  return house.helpline.db.change(`conversation:${conversationId}`, (tx, emit) => end(tx, emit, input));
}

/** Anna ends it. */
export function annaEnds(house: House, conversationId: number): Promise<void> {
  const input = { conversationId, reason: "ended_by_counsellor", staffId: house.anna.id } as const;
  return house.helpline.db.change(`staff:${house.anna.id}`, (tx, emit) => end(tx, emit, input));
}

/** Both write in turn until a chat of Anna's has this many lines: "line 3.", "line 4." … */
export function talkUntil(house: House, conversationId: number, lines: number): Promise<void> {
  return house.helpline.db.change(`conversation:${conversationId}`, (tx, emit) => {
    for (let n = lastSeq(tx, conversationId) + 1; n <= lines; n += 1) {
      const words = { conversationId, clientId: newClientId(), text: `line ${n}.` };
      if (n % 2 === 0) writeAsCounsellor(tx, emit, { ...words, staffId: house.anna.id });
      else writeAsYouth(tx, emit, words);
    }
  });
}
