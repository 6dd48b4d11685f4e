import { expect, test } from "vitest";
import type { Role } from "#src/events.ts";
import { type Action, actions, may, type Subject } from "#src/staff/permissions.ts";

const me = 7;
const subjects: Record<string, Subject | undefined> = {
  nothing: undefined,
  own: { counsellorId: me, ended: false },
  "own, ended": { counsellorId: me, ended: true },
  "another’s": { counsellorId: 8, ended: false },
  waiting: { counsellorId: null, ended: false },
  "left the line": { counsellorId: null, ended: true },
};

const everywhere = Object.keys(subjects);
const own = ["own", "own, ended"];

/** Role by role, to what each action reaches. Written out again on purpose. */
const expected: Record<Action, Record<Role, string[]>> = {
  "console.see": { counsellor: everywhere, supervisor: everywhere, admin: everywhere },
  "availability.change": { counsellor: everywhere, supervisor: everywhere, admin: everywhere },
  "conversation.claim": { counsellor: ["waiting"], supervisor: ["waiting"], admin: [] },
  "conversation.read": { counsellor: own, supervisor: own, admin: [] },
  "conversation.write": { counsellor: own, supervisor: own, admin: [] },
  "conversation.end": { counsellor: own, supervisor: own, admin: [] },
  "line.override": { counsellor: [], supervisor: everywhere, admin: everywhere },
  "hours.set": { counsellor: [], supervisor: [], admin: everywhere },
  "settings.set": { counsellor: [], supervisor: [], admin: everywhere },
  "staff.see": { counsellor: [], supervisor: [], admin: everywhere },
  "staff.invite": { counsellor: [], supervisor: [], admin: everywhere },
  "staff.change": { counsellor: [], supervisor: [], admin: everywhere },
};

const reach = (roles: Role[], action: Action) =>
  everywhere.filter((name) => may({ id: me, roles }, action, subjects[name]));

test.each(actions)("%s", (action) => {
  const roles: Role[] = ["counsellor", "supervisor", "admin"];
  expect(Object.fromEntries(roles.map((role) => [role, reach([role], action)]))).toEqual(expected[action]);
  expect(reach([], action)).toEqual([]);
});

test("rights are the union of the roles, and nothing more", () => {
  for (const action of actions) {
    const union = new Set([...expected[action].counsellor, ...expected[action].admin]);
    expect(new Set(reach(["counsellor", "admin"], action))).toEqual(union);
  }
});
