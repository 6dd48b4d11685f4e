import { beforeEach, describe, expect, test, vi } from "vitest";
import { wordsClose } from "#src/conversation/after/words-close.ts";
import { nameCount } from "#src/conversation/conversation.ts";
import { isInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { markUrgent } from "#src/conversation/safety/risk.ts";
import type { EndReason } from "#src/conversation/state.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { holdChat } from "#src/retention/safeguarding-hold.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { saves } from "#tests/support/house/records.ts";
import { ownKey } from "#tests/support/keys/addresses.ts";
import { sealsOver } from "#tests/support/keys/keys.ts";
import { aboutDanger, nothing } from "#tests/support/rights/in-danger.ts";

// SG5: whoever leaves or deletes in danger is gone at once, and those on shift can still read what they wrote.

const minute = 60_000;
const hour = 60 * minute;
const canary = "he waits at the gate";

let clock: FakeClock;
let home: House;
/** A counsellor on shift who has no part in anything. */
let carl: StaffMember;
let at: ReturnType<typeof aboutDanger>;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await ownKey(home, home.bela);
  carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  for (const who of [home.anna, carl]) await open(home, who);
  at = aboutDanger(home);
});

const db = () => home.helpline.db;
const urgent = { urgent: true };

describe("who is in danger is said in one place", () => {
  const urgentChat = async () => {
    const id = await comesIn(home, canary, urgent);
    await takes(home, home.anna, id);
    return id;
  };
  const cases: [string, () => Promise<number>, boolean][] = [
    ["nobody who did not say so", () => talking(home), false],
    ["whoever says so at the door", () => comesIn(home, canary, urgent), true],
    ["and while somebody is with them", urgentChat, true],
    [
      "until somebody with them says that it is over",
      async () => {
        const id = await urgentChat();
        const over = { conversationId: id, staffId: home.anna.id, present: false };
        await act(home, home.anna, (tx, emit) => markUrgent(tx, emit, over));
        return id;
      },
      false,
    ],
    [
      "whom a counsellor has marked",
      async () => {
        const id = await talking(home);
        await at.marks(id);
        return id;
      },
      true,
    ],
    [
      "and not when the mark is taken back",
      async () => {
        const id = await talking(home);
        await at.marks(id);
        await at.marks(id, false);
        return id;
      },
      false,
    ],
    [
      "where an emergency is declared",
      async () => {
        const id = await talking(home);
        await at.declares(id);
        return id;
      },
      true,
    ],
    [
      "until its record says what came of it",
      async () => {
        const id = await talking(home);
        await at.closesRecord(await at.declares(id));
        return id;
      },
      false,
    ],
    ["nobody in a rehearsal", () => comesIn(home, canary, { urgent: true, rehearsal: true }), false],
    [
      "after an end that a counsellor chose, with the mark still there",
      async () => {
        const id = await talking(home);
        await at.marks(id);
        await at.endedByAnna(id);
        return id;
      },
      true,
    ],
  ];
  test.each(cases)("%s", async (_what, begin, expected) => {
    const id = await begin();
    expect(isInDanger(db(), at.found(id), clock.now())).toBe(expected);
    // What is deleted then is kept, or gone.
    await at.erases(id);
    expect(at.isLeft(id)).toBe(expected);
    expect(at.words(id).length > 0).toBe(expected);
  });

  test("a chat that a counsellor has ended is none any more once its words have closed", async () => {
    const id = await talking(home, canary);
    await at.marks(id);
    await at.endedByAnna(id);
    clock.pass(60 * minute);
    await sealsOver(home);
    await at.erases(id);
    expect([at.isLeft(id), at.words(id)]).toEqual([false, []]);
  });
});

describe("whoever leaves in danger", () => {
  const ways: [string, EndReason][] = [
    ["ends it", "ended_by_youth"],
    ["leaves fast", "left_fast"],
    ["is lost", "lost"],
  ];
  test.each(ways)("%s: nothing of what they wrote vanishes, read by somebody before or not", async (_how, reason) => {
    const [waiting, taken] = [await comesIn(home, canary, urgent), await comesIn(home, canary, urgent)];
    await takes(home, home.anna, taken);
    const calm = await comesIn(home, canary);
    const before = home.heard.length;
    for (const id of [waiting, taken, calm]) await at.goes(id, reason);
    expect(at.kinds(before)).toEqual([
      ...["conversation.ended", "danger.left", "conversation.ended", "danger.left"],
      "conversation.ended",
    ]);
    expect([at.words(waiting), at.words(taken), at.words(calm)]).toEqual([[canary], [canary], []]);
    expect([at.isLeft(waiting), at.isLeft(taken), at.isLeft(calm)]).toEqual([true, true, false]);
    // It is one contact each, as ever.
    const contacts = db().all(q.selectFrom("contact").select("youth_messages").orderBy("id"));
    expect(contacts).toEqual([waiting, taken, calm].map(() => ({ youth_messages: 1 })));
  });

  test("who waits in danger and is out of reach for five minutes is lost, and those on shift still read what they wrote", async () => {
    const id = await comesIn(home, canary, urgent);
    clock.pass(5 * minute);
    await runJob(home.helpline, jobs.find(({ name }) => name === "young persons who are gone")!);
    expect(at.found(id).endReason).toBe("lost");
    expect(await at.reads(carl, id)).toBe(true);
    expect(at.words(id)).toEqual([canary]);
    await at.says(carl, id);
    // Nobody had read it before they left: so it is gone, as it would have been then.
    expect([at.words(id), at.rest()]).toEqual([[], nothing]);
  });

  test("what was only left falls back to the usual times when the danger is over: a minute before and after", async () => {
    const id = await talking(home, canary);
    await at.marks(id);
    await youthEnds(home, id);
    await saves(home, home.anna, { of: { conversationId: id } });
    // Its record is finished, and the words stay for those on shift all the same.
    clock.pass(16 * minute);
    await sealsOver(home);
    expect([db().keyring.isSealed(id), at.words(id)]).toEqual([false, [canary]]);
    expect(wordsClose(db(), at.found(id))).toEqual({ at: at.found(id).endedAt! + 12 * hour, waitsFor: "danger" });
    await at.says(carl, id);
    expect(wordsClose(db(), at.found(id))).toEqual({ at: at.found(id).endedAt! + 15 * minute, waitsFor: null });
    await sealsOver(home);
    expect(db().keyring.isSealed(id)).toBe(true);

    const other = await talking(home, canary);
    await at.marks(other);
    await youthEnds(home, other);
    await at.says(carl, other);
    clock.pass(60 * minute - 1);
    await sealsOver(home);
    expect(db().keyring.isSealed(other)).toBe(false);
    clock.pass(1);
    await sealsOver(home);
    expect(db().keyring.isSealed(other)).toBe(true);
  });

  test("no newcomer gets their short name meanwhile", async () => {
    const id = await comesIn(home, canary, urgent);
    await at.goes(id, "left_line");
    const { nameIndex } = at.found(id);
    // Whoever comes next would be given just this name.
    vi.spyOn(Math, "random").mockReturnValue((nameIndex + 0.5) / nameCount);
    const others = [await comesIn(home), await comesIn(home)].map((one) => at.found(one).nameIndex);
    vi.restoreAllMocks();
    expect(others).not.toContain(nameIndex);
  });

  test("what somebody holds for safety stays held when the danger is over", async () => {
    const id = await comesIn(home, canary, urgent);
    await at.goes(id, "lost");
    const hold = { conversationId: id, member: home.bela, reason: "danger", days: 28 } as const;
    await act(home, home.bela, (tx, emit) => holdChat(tx, emit, hold));
    await at.says(carl, id);
    expect(at.words(id)).toEqual([canary]);
  });
});
