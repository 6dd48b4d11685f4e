import { beforeEach, describe, expect, test } from "vitest";
import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { join, readAlong } from "#src/conversation/colleagues/join.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import type { Role } from "#src/events.ts";
import { doors } from "#src/http/server/doors.ts";
import { end } from "#src/queue/end/ending.ts";
import { offer } from "#src/queue/handover/hand-over.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type Action, may } from "#src/staff/permissions.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, silencesGoOn, takes, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open, shared } from "#tests/support/house/helpline.ts";
import { act, clientId, type Person, person, staff } from "#tests/support/house/http.ts";

// Role × door × how somebody stands to a conversation. What the table of permissions says is written out in
// tests/staff/permissions.test.ts; here every door of a conversation keeps to it.

/** What each door of a conversation asks the table for; any one of several. */
const asks: Record<string, Action[]> = {
  "POST /staff/conversation/:id/claim": ["conversation.claim"],
  "GET /staff/conversation/:id": [
    "conversation.read",
    "conversation.read_along",
    "conversation.join",
    "conversation.take_over",
  ],
  "POST /staff/conversation/:id/send": ["conversation.write"],
  "POST /staff/conversation/:id/draft": ["conversation.write"],
  "POST /staff/conversation/:id/end": ["conversation.end"],
  "POST /staff/conversation/:id/close": ["conversation.end"],
  "POST /staff/conversation/:id/risk": ["conversation.read"],
  "POST /staff/conversation/:id/hold": ["conversation.write"],
  "GET /staff/conversation/:id/approach": ["conversation.read"],
  "POST /staff/conversation/:id/approach": ["conversation.write"],
  "GET /staff/conversation/:id/reasons": ["conversation.write"],
  "POST /staff/conversation/:id/reasons": ["conversation.write"],
  "POST /staff/conversation/:id/goal": ["conversation.write"],
  "POST /staff/conversation/:id/earlier": ["conversation.write"],
  "GET /staff/conversation/:id/emergency": ["conversation.read"],
  "POST /staff/conversation/:id/emergency": ["conversation.mark_risk"],
  "POST /staff/conversation/:id/where": ["conversation.write"],
  "GET /staff/conversation/:id/draft": ["conversation.write"],
  "POST /staff/conversation/:id/ask-kindly": ["conversation.write"],
  "POST /staff/conversation/:id/later": ["conversation.write"],
  "POST /staff/conversation/:id/aside": ["conversation.end"],
  "POST /staff/conversation/:id/aside-undo": ["conversation.end"],
  "POST /staff/conversation/:id/stay": ["conversation.end"],
  "POST /staff/conversation/:id/help": ["conversation.ask_help"],
  "POST /staff/conversation/:id/help/back": ["conversation.ask_help"],
  "POST /staff/conversation/:id/help/answer": ["conversation.join"],
  "POST /staff/conversation/:id/join": ["conversation.join"],
  "POST /staff/conversation/:id/read-along": ["conversation.read_along"],
  "POST /staff/conversation/:id/leave": ["conversation.leave"],
  "POST /staff/conversation/:id/take-over": ["conversation.take_over"],
  "GET /staff/conversation/:id/notes": ["conversation.note"],
  "POST /staff/conversation/:id/notes": ["conversation.note"],
  "POST /staff/conversation/:id/notes/draft": ["conversation.note"],
  "POST /staff/conversation/:id/notes/seen": ["conversation.note"],
  "GET /staff/conversation/:id/handover": ["conversation.hand_over"],
  "POST /staff/conversation/:id/handover": ["conversation.hand_over"],
  "POST /staff/conversation/:id/handover/draft": ["conversation.hand_over"],
  "POST /staff/conversation/:id/handover/withdraw": ["conversation.hand_over"],
  "POST /staff/conversation/:id/handover/accept": ["conversation.accept"],
  "POST /staff/conversation/:id/handover/decline": ["conversation.accept"],
  "GET /staff/conversation/:id/referrals": ["conversation.read"],
  "POST /staff/conversation/:id/referrals": ["conversation.read"],
  "POST /staff/conversation/:id/referrals/send": ["conversation.write"],
  "POST /staff/conversation/:id/referrals/note": ["conversation.write"],
  "GET /staff/conversation/:id/referrals/report": ["conversation.read"],
  "POST /staff/conversation/:id/referrals/report": ["conversation.read"],
  "GET /staff/conversation/:id/replies": ["conversation.read"],
  "POST /staff/conversation/:id/replies": ["conversation.write"],
  "POST /staff/conversation/:id/debrief": ["debrief.give"],
  "POST /staff/conversation/:id/record": ["record.change"],
};

/** What is done already is done again without a word, where it was allowed: a double click is no refusal. */
const again: Record<string, Stance[]> = {
  "POST /staff/conversation/:id/claim": ["own"],
  "POST /staff/conversation/:id/take-over": ["own", "own, ended"],
  "POST /staff/conversation/:id/handover/accept": ["own", "own, ended"],
  "POST /staff/conversation/:id/join": ["joined"],
  "POST /staff/conversation/:id/read-along": ["joined", "reading"],
};

const roles: Record<string, Role[]> = {
  none: [],
  counsellor: ["counsellor"],
  supervisor: ["supervisor"],
  admin: ["admin"],
  all: ["counsellor", "supervisor", "admin"],
};
const stances = [
  "own",
  "own, ended",
  "joined",
  "joined, ended",
  "reading",
  "waiting",
  "other",
  "other, ended",
  "asked",
  "alone",
  "offered",
  "unknown",
] as const;
type Stance = (typeof stances)[number];

let clock: FakeClock;
/** Where somebody comes to stand so; its copies are asked. */
let home: House;
let carl: StaffMember;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  await open(home, carl);
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 4 }));
});

/** A member with all rights, so that they can come to stand somewhere; their roles are set after that. */
async function somebody(name: string): Promise<StaffMember> {
  const made = await member(home.helpline, name, `${name} Real`, `Alias ${name}`, [...roles.all!]);
  await open(home, made);
  return made;
}

async function setRoles(who: StaffMember, to: Role[]) {
  await act(home, who, (tx) => {
    tx.run(q.deleteFrom("staff_role").where("staff_id", "=", who.id));
    for (const role of to) tx.run(q.insertInto("staff_role").values({ staff_id: who.id, role }));
  });
}

/** Makes a conversation that somebody stands to so. Returns its id. */
async function arrange(stance: Stance, who: StaffMember): Promise<number> {
  if (stance === "unknown") return 999_999;
  const id = await comesIn(home, "hello");
  if (stance === "waiting") return id;
  await takes(home, stance.startsWith("own") ? who : carl, id);
  const at = { conversationId: id, staffId: who.id };
  if (stance.startsWith("joined")) await act(home, who, (tx, emit) => join(tx, emit, at));
  if (stance === "reading") await act(home, who, (tx, emit) => readAlong(tx, emit, at));
  if (stance === "asked") await helpAsked(id);
  if (stance === "alone") {
    await youthSays(home, id, "are you there?");
    clock.pass(6 * 60_000);
    await silencesGoOn(home);
  }
  if (stance === "offered") {
    const to = { staffId: who.id };
    const said = { conversationId: id, staffId: carl.id, to, summary: "short", asked: { agreed: true } } as const;
    await act(home, carl, (tx, emit) => offer(tx, emit, said));
  }
  if (stance.endsWith("ended")) await over(id);
  return id;
}

const helpAsked = (conversationId: number) =>
  act(home, carl, (tx, emit) => askForHelp(tx, emit, { conversationId, staffId: carl.id, words: "" }));

const over = (conversationId: number) =>
  home.helpline.db.change("porchlight", (tx, emit) => {
    const found = conversation(tx, conversationId);
    if (found && found.endedAt === null) end(tx, emit, { conversationId, reason: "lost", staffId: null });
  });

const form = () => ({ client_id: clientId(), text: "hello", seq: "1", number: "1" });

async function answer(who: Person, door: string, id: number): Promise<number> {
  const [method = "", path = ""] = door.split(" ");
  const at = path.replace(":id", String(id));
  return method === "GET" ? (await who.get(at)).status : (await who.post(at, form())).status;
}

test("[ASVS 8.2.2] every door of a conversation is asked of everybody, and no other", () => {
  const all = doors.filter(({ path }) => path.startsWith("/staff/conversation/:id"));
  expect(Object.keys(asks).sort()).toEqual(all.map(({ method, path }) => `${method} ${path}`).sort());
});

describe.each(Object.keys(roles))("%s", (role) => {
  test.each(stances)("%s", async (stance) => {
    const wrong: string[] = [];
    const who = await somebody(`${role}-${stance.replace(/\W/g, "")}`);
    const id = await arrange(stance, who);
    const { cookies } = await staff(home, who);
    await setRoles(who, roles[role]!);
    const found = conversation(home.helpline.db, id);
    const subject = found && subjectOf(home.helpline.db, found, clock.now());
    const asked = { id: who.id, roles: roles[role]! };
    const copy = shared(home);
    for (const [door, actions] of Object.entries(asks)) {
      const isAllowed = found !== undefined && actions.some((action) => may(asked, action, subject));
      const status = await answer(person(await copy.open(), { cookies }), door, id);
      const isRefused = status === 403 || wasGone(door, stance, status);
      const isKnown = isAllowed || (again[door]?.includes(stance) && may(asked, "conversation.read", subject));
      // Of a claim, and of help, it is also said that somebody was faster, has left or never was.
      const isLate = /\/(claim|help\/answer)$/.test(door) && [404, 409, 410].includes(status);
      if (isKnown ? isRefused && !mayStillRefuse(door, stance) : !isRefused && !isLate) {
        wrong.push(`${door}: ${isAllowed ? "may" : "may not"}, and was answered ${status}`);
      }
      if (!isAllowed && copy.hasChanged()) wrong.push(`${door}: may not, and something has changed`);
    }
    expect(wrong).toEqual([]);
  });
});

/** Whoever was beside a chat when it ended may press the button to go still: it leads to the console, and changes nothing. */
function wasGone(door: string, stance: Stance, status: number): boolean {
  return door.endsWith("/leave") && stance === "joined, ended" && status === 303;
}

/** An open chat is not closed, and has no record yet, though it is one’s own. */
function mayStillRefuse(door: string, stance: Stance): boolean {
  return /\/(close|record)$/.test(door) && stance === "own";
}
