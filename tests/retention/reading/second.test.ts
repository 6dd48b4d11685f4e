import { beforeEach, describe, expect, test } from "vitest";
import { join, readAlong } from "#src/conversation/colleagues/join.ts";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { q } from "#src/db/schema.ts";
import type { Role } from "#src/events.ts";
import { offer } from "#src/queue/handover/hand-over.ts";
import { changeHands } from "#src/queue/handover/take-over.ts";
import { agree, asksFor, openEnded, stepOf } from "#src/retention/reading/opening.ts";
import type { WhyOpened } from "#src/retention/reading/openings.ts";
import { toReview } from "#src/retention/reading/read-alone.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, clientId } from "#tests/support/house/http.ts";
import { gives, ownKey } from "#tests/support/keys/addresses.ts";

// SG14: whose a chat that is over is to open, and that one person is not two. Béla is a supervisor, and Carl.

const minute = 60_000;
const reasons = ["danger", "report", "law", "concern"] as const;

let clock: FakeClock;
let home: House;
let carl: StaffMember;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  await open(home);
  id = await talking(home, "he waits at the gate");
});

const db = () => home.helpline.db;
const step = (who: StaffMember, why: WhyOpened = "danger") =>
  stepOf(db(), who, conversation(db(), id)!, why, clock.now());
const wants = (who: StaffMember, why: WhyOpened = "danger", alone = false) =>
  act(home, who, (tx, emit) => openEnded(tx, emit, { conversationId: id, member: who, why, alone }));
const says = (who: StaffMember, why: WhyOpened = "danger") =>
  act(home, who, (tx, emit) => agree(tx, emit, { conversationId: id, member: who, why }));
const becomes = async (who: StaffMember, roles: Role[], by: StaffMember) => {
  await act(home, by, (tx, emit) => setMember(tx, emit, { staffId: who.id, values: { roles }, by: by.id }));
  return staffMember(db(), who.id)!;
};
const refused = { code: "not_allowed" };

/** What part Béla had in Anna’s chat. */
const parts = {
  none: async () => {},
  "read along": () =>
    act(home, home.bela, (tx, emit) => readAlong(tx, emit, { conversationId: id, staffId: home.bela.id })),
  "was offered it": async () => {
    await open(home, home.bela);
    const to = { staffId: home.bela.id };
    await act(home, home.anna, (tx, emit) =>
      offer(tx, emit, {
        conversationId: id,
        staffId: home.anna.id,
        to,
        summary: "about school",
        asked: { agreed: true },
      }),
    );
  },
  "wrote beside": async () => {
    const beside = { conversationId: id, staffId: home.bela.id };
    await act(home, home.bela, (tx, emit) => join(tx, emit, beside));
    await act(home, home.bela, (tx, emit) =>
      writeAsCounsellor(tx, emit, { ...beside, clientId: clientId(), text: "hi" }),
    );
  },
  "had it and gave it back": async () => {
    for (const [to, kind] of [
      [home.bela.id, "taken_over"],
      [home.anna.id, "handed_over"],
    ] as const) {
      await act(home, home.bela, (tx, emit) => changeHands(tx, emit, { found: conversation(tx, id)!, to, kind }));
    }
  },
  "has it": async () => {
    await act(home, home.bela, (tx, emit) =>
      changeHands(tx, emit, { found: conversation(tx, id)!, to: home.bela.id, kind: "taken_over" }),
    );
  },
};

/** How far Béla comes: at once, after asking, and after another five minutes. */
async function way(why: WhyOpened): Promise<(string | null)[]> {
  const at = () => step(home.bela, why)?.step ?? null;
  const first = at();
  if (first === null) {
    await expect(wants(home.bela, why)).rejects.toMatchObject(refused);
    return [null];
  }
  await wants(home.bela, why);
  const second = at();
  clock.pass(5 * minute);
  const third = at();
  expect(await wants(home.bela, why, true)).toBe(third === "alone");
  return [first, second, third];
}

const alone = ["ask", "wait", "alone"];
const two = ["ask", "wait", "wait"];
const matrix: Record<keyof typeof parts, Record<WhyOpened, (string | null)[]>> = {
  none: { danger: alone, report: two, law: two, concern: two },
  "read along": { danger: alone, report: [null], law: [null], concern: [null] },
  "was offered it": { danger: alone, report: [null], law: [null], concern: [null] },
  "wrote beside": { danger: [null], report: [null], law: [null], concern: [null] },
  "had it and gave it back": { danger: [null], report: [null], law: [null], concern: [null] },
  "has it": { danger: [null], report: [null], law: [null], concern: [null] },
};

describe.each(Object.keys(parts) as (keyof typeof parts)[])("a supervisor who: %s", (part) => {
  test.each(reasons)("%s; whether somebody complained or not", async (why) => {
    const ways: (string | null)[][] = [];
    for (const isWrong of [false, true]) {
      await parts[part]();
      const text = "he asked where I live";
      if (isWrong) await db().change("youth", (tx, emit) => raiseConcern(tx, emit, { conversationId: id, text }));
      await youthEnds(home, id);
      ways.push(await way(why));
      id = await talking(home);
    }
    expect(ways).toEqual([matrix[part][why], matrix[part][why]]);
  });
});

describe("whoever had a part and was not met", () => {
  beforeEach(async () => {
    await parts["read along"]();
    await youthEnds(home, id);
  });

  test("says yes to nobody, and may be said yes to", async () => {
    expect(step(carl)).toMatchObject({ step: "read", alone: "nobody_else" });
    await wants(home.bela);
    expect(step(carl)).toEqual({ step: "agree", asker: home.bela.id });
    await says(carl);
    expect(step(home.bela)).toEqual({ step: "read", alone: null });
    const dora = await member(home.helpline, "dora", "Dora Nagy", "Lark", ["supervisor"]);
    await wants(dora, "law");
    expect(step(home.bela, "law")).toBe(null);
    expect(asksFor(db(), home.bela, clock.now())).toEqual([]);
  });

  test("reads at once where nobody is left who had none, and that counts as alone", async () => {
    await becomes(carl, ["counsellor"], home.aino);
    expect(step(home.bela)).toEqual({ step: "read", alone: "nobody_else", follows: "reviewed" });
    expect(await wants(home.bela)).toBe(true);
    expect(home.heard.at(-1)!.type).toBe("hold.opened_alone");
    expect(toReview(db(), home.aino)).toMatchObject([{ conversationId: id, askedBy: home.bela.id }]);
  });
});

describe("one person is not two", () => {
  const invited = (by: StaffMember, name: string, alias: string) =>
    member(home.helpline, name, `${alias} Maes`, alias, ["supervisor"], "en", by.id);

  test("whoever was let in by the asker says no yes to them, nor they to that one, nor do two whom one admin let in", async () => {
    const aino = await becomes(home.aino, ["admin", "supervisor"], home.bela);
    const [own, other] = [await invited(aino, "own", "Lark"), await invited(aino, "other", "Wren")];
    id = await talking(home);
    await youthEnds(home, id);
    for (const [asker, second] of [
      [aino, own],
      [own, aino],
      [own, other],
    ] as const) {
      for (const why of ["law", "concern"] as const) {
        await wants(asker, why);
        expect(step(second, why)?.step).not.toBe("agree");
        await expect(says(second, why)).rejects.toMatchObject(refused);
        expect(step(asker, why)).toEqual({ step: "wait" });
        // One of another’s hands does.
        expect(asksFor(db(), carl, clock.now()).some(({ askedBy }) => askedBy === asker.id)).toBe(true);
        id = await talking(home);
        await youthEnds(home, id);
      }
    }
    await wants(own, "law");
    await says(carl, "law");
    expect(step(own, "law")).toEqual({ step: "read", alone: null });
  });

  test("where everybody came by one hand they ask each other all the same, and what they read counts as read alone", async () => {
    const mine = await invited(home.aino, "mine", "Lark");
    const other = await invited(home.aino, "other", "Wren");
    for (const who of [home.bela, carl]) await becomes(who, ["counsellor"], home.aino);
    id = await talking(home);
    await youthEnds(home, id);
    // Nobody reads unasked.
    expect(step(mine, "law")).toEqual({ step: "ask" });
    await wants(mine, "law");
    clock.pass(5 * minute);
    expect(step(mine, "law")).toEqual({ step: "wait" });
    await says(other, "law");
    expect(step(mine, "law")).toEqual({ step: "read", alone: "same_hands", follows: "reviewed" });
    expect(await wants(mine, "law")).toBe(true);
    expect(home.heard.at(-1)!.type).toBe("hold.opened_alone");
    const [opening] = db().all(q.selectFrom("chat_opening").selectAll());
    expect(opening).toMatchObject({ asked_by: mine.id, agreed_by: other.id, alone: "nobody_else" });
    await wants(other, "law");
    expect(home.heard.filter(({ type }) => type === "hold.opened_alone")).toHaveLength(1);
  });

  test("who has read it alone is told so, and whoever can say yes by then is asked anew", async () => {
    await becomes(carl, ["counsellor"], home.aino);
    await youthEnds(home, id);
    for (const why of ["law", "concern"] as const) {
      expect(step(home.bela, why)).toEqual({ step: "read", alone: "nobody_else", follows: "reviewed" });
      await wants(home.bela, why);
      expect(step(home.bela, why)).toMatchObject({ step: "read", alone: "nobody_else", again: true });
    }
    await becomes(carl, ["supervisor"], home.bela);
    const dora = await member(home.helpline, "dora", "Dora Nagy", "Lark", ["supervisor"]);
    expect(step(home.bela, "law")).toEqual({ step: "ask" });
    expect(await wants(home.bela, "law")).toBe(false);
    expect(step(dora, "law")).toEqual({ step: "agree", asker: home.bela.id });
    await says(dora, "law");
    expect(step(home.bela, "law")).toEqual({ step: "read", alone: null });
  });

  test("in danger a line that one admin made of everybody reads alone after five minutes, as any other", async () => {
    const [mine, other] = [await invited(home.aino, "mine", "Lark"), await invited(home.aino, "other", "Wren")];
    for (const who of [home.bela, carl]) await becomes(who, ["counsellor"], home.aino);
    id = await talking(home);
    await youthEnds(home, id);
    await wants(mine);
    expect(step(other)).toEqual({ step: "agree", asker: mine.id });
    clock.pass(5 * minute);
    expect(step(mine)).toEqual({ step: "alone", follows: "reviewed" });
    expect(await wants(mine, "danger", true)).toBe(true);
    expect(step(mine)).toEqual({ step: "alone", follows: "reviewed", again: true });
    expect(await wants(mine, "danger", true)).toBe(true);
  });

  test("a role that somebody was given opens nothing of before, but where they may die of it; the key from other hands does", async () => {
    clock.pass(minute);
    const mine = await invited(home.aino, "mine", "Lark");
    await youthEnds(home, id);
    for (const why of ["report", "law", "concern"] as const) expect(step(mine, why)).toBe(null);
    // Nobody asks them to say yes.
    await wants(home.bela);
    expect(asksFor(db(), mine, clock.now())).toEqual([]);
    expect(step(mine)).toEqual({ step: "ask" });
    await wants(mine);
    clock.pass(5 * minute);
    expect(step(mine)).toMatchObject({ step: "alone" });
    // Béla gives the team key, who is of other hands than Aino’s.
    const { open: opened } = await ownKey(home, home.bela);
    await ownKey(home, mine);
    await gives(home, mine, opened);
    for (const why of ["report", "law", "concern"] as const) expect(step(mine, why)).toEqual({ step: "ask" });
  });
});
