import { beforeAll, expect, test } from "vitest";
import type { Stage } from "#src/events.ts";
import { doors } from "#src/http/server/doors.ts";
import { stepTo } from "#src/staff/learning/stage.ts";
import { newcomer, type SharedHouse, shared } from "#tests/support/house/helpline.ts";
import { act, clientId, person, staff } from "#tests/support/house/http.ts";
import { type Arranged, arranged, words } from "#tests/support/rights/arranged.ts";

// SG24: stage × door × chat. What a counsellor before stage “buddy” is let in to, door by door; everything else is closed.

let made: Arranged;
const houses = new Map<Stage, { home: SharedHouse; cookies: Map<string, string> }>();

beforeAll(async () => {
  made = await arranged();
  const { line } = made;
  for (const stage of ["training", "shadow"] as const) {
    const noa = await newcomer(line.helpline, stage, "Noa Claes", stage === "training" ? "Juno" : "Wren", [
      "counsellor",
    ]);
    await act(line, line.bela, (tx, emit) =>
      stepTo(tx, emit, { staffId: noa.id, stage, buddyId: stage === "shadow" ? line.anna.id : null }),
    );
    const { cookies } = await staff(line, noa);
    houses.set(stage, { home: shared(line), cookies });
  }
});

const chats = ["anna’s", "carl’s", "waiting", "ended"] as const;
const named = (one: (typeof doors)[number]) => `${one.method} ${one.path}`;
const ofStaff = doors.filter(
  ({ path }) => /^\/(staff|admin)\b/.test(path) && !/sign-in|welcome|live|demo|with/.test(path),
);

/** What somebody at a stage is answered; closed is 403, or the way to their own first page. */
async function answered(stage: Stage, { method, path }: (typeof doors)[number], id: number) {
  const { home, cookies } = houses.get(stage)!;
  const line = await home.open();
  // Nobody is slowed down for asking at every door.
  line.clock.pass(2_000);
  const at = path.replace(/:\w+/, String(id));
  const who = person(line, { cookies });
  const form = { client_id: clientId(), text: "hello", availability: "available" };
  const { status, text, to } = method === "GET" ? await who.get(at) : await who.post(at, form);
  line.reported.splice(0);
  const read = Object.entries(words).filter(([, written]) => text.includes(written));
  if (method === "POST" && status !== 403) home.spend();
  return {
    isOpen: status !== 403 && !(path === "/staff" && to === "/staff/practice"),
    read: read.map(([name]) => name),
  };
}

/** What is theirs at any stage: their account, their replies, learning and practice. */
const everybodys = /^(GET|POST) \/staff\/(me|sign-out|replies|learning$|practice|heard$)/;
/** It asks first who calls, and nothing here says it. */
const asksFirst = "POST /staff/emergencies/:id/calling";

const shadows = [
  "GET /staff",
  "GET /staff/conversation/:id anna’s",
  "POST /staff/conversation/:id/read-along anna’s",
  "POST /staff/told",
  "GET /staff/shift",
  "POST /staff/shift",
  "POST /staff/shift/draft",
  "POST /staff/shift/seen",
  "POST /staff/shift/:id/read",
];

test.each([
  ["training", []],
  ["shadow", shadows],
] as [Stage, string[]][])(
  "SG24: at stage “%s” these doors open, and nobody’s words are read at any of them",
  async (stage, open) => {
    const found: string[] = [];
    for (const door of ofStaff) {
      const isOfChat = door.path.startsWith("/staff/conversation/:id");
      for (const [n, name] of (isOfChat ? chats : ["any"]).entries()) {
        const { isOpen, read } = await answered(stage, door, made.ids[n]!);
        expect([named(door), name, read]).toEqual([named(door), name, []]);
        if (isOpen) found.push(isOfChat ? `${named(door)} ${name}` : named(door));
      }
    }
    const theirs = found.filter((one) => one !== asksFirst && !everybodys.test(one));
    expect(theirs).toEqual(open);
    expect(found.length - theirs.length).toBeGreaterThan(10);
  },
);
