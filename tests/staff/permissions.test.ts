import { expect, test } from "vitest";
import type { Role, Stage } from "#src/events.ts";
import { type Action, actions, may, type RuleSubject } from "#src/staff/permissions.ts";

const me = 7;
const serves = () => true;
const subjects: Record<string, RuleSubject | undefined> = {
  nothing: undefined,
  own: { counsellorId: me, ended: false },
  "own, ended": { counsellorId: me, ended: true },
  "own, kept no longer": { counsellorId: me, ended: true, past: true },
  "another’s": { counsellorId: 8, ended: false },
  waiting: { counsellorId: null, ended: false },
  "left the queue": { counsellorId: null, ended: true },
  joined: { counsellorId: 8, ended: false, joined: [9, me] },
  "reads along": { counsellorId: 8, ended: false, joined: [9], reading: [me] },
  "asks for help": { counsellorId: 8, ended: false, helpAsked: true, serves },
  "left alone": { counsellorId: 8, ended: false, alone: true, serves },
  "said of another line": { counsellorId: 8, ended: false, helpAsked: true, alone: true, offeredTo: me },
  offered: { counsellorId: 8, ended: false, offeredTo: me, serves },
  "offered to another": { counsellorId: 8, ended: false, offeredTo: 9, serves },
  "joined, ended": { counsellorId: 8, ended: true, joined: [me], helpAsked: true, alone: true, offeredTo: me },
  "read along, ended": { counsellorId: 8, ended: true, reading: [me] },
  "a learner’s": { counsellorId: 8, ended: false, buddyId: me },
  "a learner’s, read along": { counsellorId: 8, ended: false, buddyId: me, reading: [me] },
  "a learner’s, ended": { counsellorId: 8, ended: true, buddyId: me, reading: [me] },
  "another buddy’s": { counsellorId: 8, ended: false, buddyId: 9 },
};

const everywhere = Object.keys(subjects);
const own = ["own", "own, ended"];
/** Somebody else has it, and it goes on. */
const others = [
  "another’s",
  "a learner’s",
  "another buddy’s",
  "asks for help",
  "left alone",
  "said of another line",
  "offered",
  "offered to another",
];
const readsAlong = ["reads along", "a learner’s, read along"];
const ofOwn = { counsellor: own, supervisor: own, admin: [], lead: [] };

/** Role by role, to what each action reaches. Written out again on purpose. */
const expected: Record<Action, Record<Role, string[]>> = {
  "own.see": { counsellor: everywhere, supervisor: everywhere, admin: everywhere, lead: everywhere },
  "console.see": { counsellor: everywhere, supervisor: everywhere, admin: everywhere, lead: [] },
  "availability.change": { counsellor: everywhere, supervisor: everywhere, admin: everywhere, lead: [] },
  "conversation.claim": { counsellor: ["waiting"], supervisor: ["waiting"], admin: [], lead: [] },
  "conversation.read": {
    counsellor: [...own, "joined", "a learner’s, read along"],
    supervisor: [...own, "joined", ...readsAlong],
    admin: [],
    lead: [],
  },
  "conversation.write": { counsellor: [...own, "joined"], supervisor: [...own, "joined"], admin: [], lead: [] },
  "conversation.end": ofOwn,
  "conversation.close": ofOwn,
  "conversation.mark_risk": { counsellor: [...own, "joined"], supervisor: [...own, "joined"], admin: [], lead: [] },
  "conversation.note": {
    counsellor: [...own, "joined", "a learner’s, read along"],
    supervisor: [...own, "joined", ...readsAlong],
    admin: [],
    lead: [],
  },
  "conversation.ask_help": ofOwn,
  "conversation.hand_over": ofOwn,
  "conversation.accept": { counsellor: ["offered"], supervisor: ["offered"], admin: [], lead: [] },
  "conversation.join": { counsellor: ["asks for help"], supervisor: [...others, ...readsAlong], admin: [], lead: [] },
  "conversation.read_along": { counsellor: ["a learner’s"], supervisor: others, admin: [], lead: [] },
  "conversation.leave": {
    counsellor: ["joined", ...readsAlong],
    supervisor: ["joined", ...readsAlong],
    admin: [],
    lead: [],
  },
  "conversation.take_over": {
    counsellor: ["left alone"],
    supervisor: [...others, "joined", ...readsAlong],
    admin: [],
    lead: [],
  },
  "help.everywhere": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "learning.see": { counsellor: everywhere, supervisor: everywhere, admin: [], lead: [] },
  "learning.lead": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "learning.clear": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: [] },
  "practice.do": { counsellor: everywhere, supervisor: everywhere, admin: everywhere, lead: [] },
  "practice.review": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "practice.set": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: [] },
  "shift.talk": { counsellor: everywhere, supervisor: everywhere, admin: everywhere, lead: [] },
  "shift.tell_all": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "shift.see": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "debrief.give": ofOwn,
  "concern.see": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: everywhere },
  "concern.read": { counsellor: [], supervisor: everywhere, admin: [], lead: everywhere },
  "concern.count": { counsellor: [], supervisor: [], admin: everywhere, lead: [] },
  "reading.see": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: [] },
  "debrief.see": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "thanks.screen": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "emergency.answer": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "danger.see": { counsellor: everywhere, supervisor: everywhere, admin: [], lead: [] },
  "danger.everywhere": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "chat.hold": { counsellor: everywhere, supervisor: everywhere, admin: [], lead: [] },
  "chat.lift": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "chat.open": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "record.make": { counsellor: everywhere, supervisor: everywhere, admin: [], lead: [] },
  "record.change": ofOwn,
  "record.correct": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "address.open": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "emergency.see": { counsellor: [], supervisor: everywhere, admin: [], lead: [] },
  "line.override": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: [] },
  "directory.search": { counsellor: everywhere, supervisor: everywhere, admin: everywhere, lead: [] },
  "directory.set": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: [] },
  "directory.share": { counsellor: [], supervisor: [], admin: everywhere, lead: [] },
  "replies.set": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: [] },
  "replies.own": { counsellor: everywhere, supervisor: everywhere, admin: [], lead: [] },
  "phone.give": { counsellor: everywhere, supervisor: everywhere, admin: everywhere, lead: [] },
  "on_call.be": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: [] },
  "on_call.set": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: [] },
  "on_call.hook": { counsellor: [], supervisor: [], admin: everywhere, lead: [] },
  "keys.see": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: everywhere },
  "keys.hold": { counsellor: [], supervisor: everywhere, admin: [], lead: everywhere },
  "audit.see": { counsellor: [], supervisor: [], admin: everywhere, lead: [] },
  "backup.make": { counsellor: [], supervisor: [], admin: everywhere, lead: [] },
  "hours.set": { counsellor: [], supervisor: [], admin: everywhere, lead: [] },
  "settings.set": { counsellor: [], supervisor: [], admin: everywhere, lead: [] },
  "staff.see": { counsellor: [], supervisor: [], admin: everywhere, lead: [] },
  "staff.invite": { counsellor: [], supervisor: [], admin: everywhere, lead: [] },
  "staff.change": { counsellor: [], supervisor: [], admin: everywhere, lead: [] },
  "concern.lead": { counsellor: [], supervisor: [], admin: [], lead: everywhere },
  "new_chats.set": { counsellor: [], supervisor: everywhere, admin: everywhere, lead: everywhere },
};

const reach = (roles: Role[], action: Action) =>
  everywhere.filter((name) => may({ id: me, roles }, action, subjects[name]));

test.each(actions)("[ASVS 8.1.1] %s", (action) => {
  const roles: Role[] = ["counsellor", "supervisor", "admin", "lead"];
  for (const role of roles) expect(new Set(reach([role], action)), role).toEqual(new Set(expected[action][role]));
  expect(reach([], action)).toEqual([]);
});

const reachAt = (stage: Stage, action: Action, role: Role = "counsellor") =>
  everywhere.filter((name) => may({ id: me, roles: [role], stage, buddyId: 8 }, action, subjects[name]));
const answers: Action[] = [
  "availability.change",
  "conversation.claim",
  "conversation.accept",
  "conversation.join",
  "conversation.take_over",
];

test("SG24: nobody answers before stage “buddy”, a supervisor neither; at it and alone they may what their role may", () => {
  for (const action of actions) {
    for (const stage of ["buddy", "alone"] as const) {
      expect(reachAt(stage, action)).toEqual(reach(["counsellor"], action));
      expect(reachAt(stage, action, "supervisor")).toEqual(reach(["supervisor"], action));
    }
    if (!answers.includes(action)) continue;
    for (const stage of ["training", "shadow"] as const) {
      expect(reachAt(stage, action)).toEqual([]);
      expect(reachAt(stage, action, "supervisor")).toEqual([]);
    }
  }
});

test("SG24: in training a counsellor sees no chat and no console; all they may is in this list", () => {
  const ofTraining = actions.filter((action) => reachAt("training", action).length > 0);
  expect(ofTraining).toEqual([
    "own.see",
    "directory.search",
    "replies.own",
    "learning.see",
    "practice.do",
    "phone.give",
  ]);
});

test("SG24: a shadow reads along where the colleague they follow answers, and nowhere else; they write to nobody", () => {
  const ofShadows = actions.filter((action) => reachAt("shadow", action).length > 0);
  expect(ofShadows).toEqual([
    "own.see",
    "console.see",
    "conversation.read",
    "conversation.note",
    "conversation.read_along",
    "conversation.leave",
    "shift.talk",
    "directory.search",
    "replies.own",
    "learning.see",
    "practice.do",
    "phone.give",
  ]);
  const shadow = { id: me, roles: ["counsellor" as const], stage: "shadow" as const, buddyId: 9 };
  const of = (counsellorId: number, reading: number[] = []) => ({ counsellorId, ended: false, reading });
  expect(may(shadow, "conversation.read_along", of(9))).toBe(true);
  expect(may(shadow, "conversation.read_along", of(8))).toBe(false);
  // Not unseen: only once they sit there, where the counsellor sees them.
  expect(may(shadow, "conversation.read", of(9))).toBe(false);
  expect(may(shadow, "conversation.read", of(9, [me]))).toBe(true);
  expect(may(shadow, "conversation.read", of(8, [me]))).toBe(false);
  expect(may(shadow, "conversation.read", { ...of(9, [me]), ended: true })).toBe(false);
});

test("rights are the union of the roles, and nothing more", () => {
  for (const action of actions) {
    const union = new Set([...expected[action].counsellor, ...expected[action].admin]);
    expect(new Set(reach(["counsellor", "admin"], action))).toEqual(union);
  }
});
