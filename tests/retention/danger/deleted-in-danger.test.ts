import { beforeEach, describe, expect, test, vi } from "vitest";
import { conversation, nameCount } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import { close } from "#src/queue/end/ending.ts";
import { endDanger } from "#src/retention/danger/danger-over.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { saves } from "#tests/support/house/records.ts";
import { ownKey } from "#tests/support/keys/addresses.ts";
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

describe("whoever deletes their chat in danger", () => {
  let noor: number;
  let before: number;
  beforeEach(async () => {
    noor = await talking(home, canary);
    await at.marks(noor);
    await db().change("youth", (tx) => tx.keyring.secrets.keep(tx, noor, "hash of a word"));
    before = home.heard.length;
    await at.erases(noor);
  });
  const rows = () => [
    home.files.data.prepare("SELECT youth_token_hash, token_before FROM conversation WHERE id = ?").get(noor),
    home.files.keys.prepare("SELECT count(*) FROM secret_word").pluck().get(),
  ];

  test("opens it no more, by cookie, code or word, at once; it is erased when the danger is over, as wholly as ever", async () => {
    expect(at.kinds(before)).toEqual(["conversation.ended", "danger.left", "danger.deleted"]);
    expect(rows()).toEqual([{ youth_token_hash: null, token_before: null }, 0]);
    expect(at.found(noor).erasedAt).toBe(clock.now());
    expect(at.words(noor)).toEqual([canary]);
    // Twice changes nothing, and does not say that it is gone.
    await at.erases(noor);
    expect(at.kinds(before)).toHaveLength(3);
    // Anna puts it away: it stays for those on shift.
    await act(home, home.anna, (tx, emit) => close(tx, emit, { conversationId: noor, staffId: home.anna.id }));
    clock.pass(minute);
    await at.sweeps();
    expect(at.words(noor)).toEqual([canary]);
    const since = home.heard.length;
    await at.says(carl, noor);
    expect(at.kinds(since)).toEqual(["danger.closed", "conversation.erased"]);
    expect(at.rest()).toEqual(nothing);
    expect(db().all(q.selectFrom("erasure").select("conversation_id"))).toEqual([{ conversation_id: noor }]);
    expect(db().all(q.selectFrom("contact").select("youth_messages"))).toEqual([{ youth_messages: 1 }]);
    const trail = db().all(q.selectFrom("audit").select(["actor", "action"]).where("action", "like", "danger.%"));
    expect(trail).toEqual([
      { actor: `conversation:${noor}`, action: "danger.left" },
      { actor: `conversation:${noor}`, action: "danger.deleted" },
      { actor: `staff:${carl.id}`, action: "danger.closed" },
    ]);
    await at.sweeps();
    expect(conversation(db(), noor)).toBeUndefined();
  });

  test("and half a day later at the latest, exact to the minute, whoever has looked", async () => {
    clock.pass(12 * hour - minute);
    await at.sweeps();
    expect([at.isLeft(noor), at.words(noor), at.mayRead(carl, noor)]).toEqual([true, [canary], true]);
    // The right to read ends with the time itself, however late the job is.
    clock.pass(minute - 1);
    expect(at.mayRead(carl, noor)).toBe(true);
    clock.pass(1);
    expect(at.mayRead(carl, noor)).toBe(false);
    await expect(at.reads(carl, noor)).rejects.toMatchObject({ code: "not_allowed" });
    const since = home.heard.length;
    await at.sweeps();
    expect(at.kinds(since)).toEqual(["danger.closed", "conversation.erased", "conversation.forgotten"]);
    expect(at.rest()).toEqual(nothing);
    expect(home.reported).toEqual([]);
  });

  test("the notes of its record, and of colleagues beside it, go with the words and not before", async () => {
    const id = await talking(home, canary);
    await at.marks(id);
    await youthEnds(home, id);
    await saves(home, home.anna, { of: { conversationId: id }, note: canary });
    const notes = () => home.files.keys.prepare("SELECT count(*) FROM note_wrap").pluck().get();
    await at.erases(id);
    expect(notes()).toBe(1);
    await at.says(carl, id);
    expect(notes()).toBe(0);
  });

  test("of several emergencies the last one that is open decides", async () => {
    const id = await talking(home, canary);
    await at.closesRecord(await at.declares(id));
    const again = await at.declares(id);
    await at.erases(id);
    await act(home, home.anna, (tx, emit) => close(tx, emit, { conversationId: id, staffId: home.anna.id }));
    await at.sweeps();
    expect([at.isLeft(id), at.words(id)]).toEqual([true, [canary]]);
    // Nor does anybody who comes meanwhile get the name by which they are looked for.
    vi.spyOn(Math, "random").mockReturnValue((at.found(id).nameIndex + 0.5) / nameCount);
    expect(at.found(await comesIn(home)).nameIndex).not.toBe(at.found(id).nameIndex);
    vi.restoreAllMocks();
    await at.closesRecord(again);
    expect(at.isLeft(id)).toBe(false);
    await at.sweeps();
    expect(conversation(db(), id)).toBeUndefined();
  });

  test("SG12: a declared emergency keeps it for the team alone until its record is closed, which closes the danger too", async () => {
    const [kept, over] = [await talking(home, canary), await talking(home, canary)];
    const [first, second] = [await at.declares(kept), await at.declares(over)];
    for (const id of [kept, over]) await at.erases(id);
    await at.closesRecord(second);
    expect([at.isLeft(kept), at.isLeft(over), at.mayRead(carl, over)]).toEqual([true, false, false]);
    await act(home, home.bela, (tx, emit) => endDanger(tx, emit, { conversationId: over }));
    expect([at.words(kept), at.words(over)]).toEqual([[canary], []]);
    clock.pass(12 * hour);
    await at.sweeps();
    expect([db().keyring.isSealed(kept), at.words(kept)]).toEqual([true, []]);
    await at.closesRecord(first);
    await at.sweeps();
    expect(at.rest()).toEqual(nothing);
  });
});
