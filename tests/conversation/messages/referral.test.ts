import { beforeEach, describe, expect, test } from "vitest";
import {
  noteReferral,
  type Referral,
  referralsBySeq,
  referralsOf,
  sendReferrals,
} from "#src/conversation/messages/referral.ts";
import { messages } from "#src/conversation/reading.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { end } from "#src/queue/end/ending.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, talking } from "#tests/support/house/chats.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let files: OpenFiles;
let home: House;
let noor: number;
let line: string;
let shelter: string;

beforeEach(async () => {
  home = await house();
  files = home.files;
  await open(home);
  noor = await talking(home, "hello");
  line = await place(home.helpline.db, "Lifeline");
  shelter = await place(home.helpline.db, "Night House");
});

const send = (serviceIds: string[], clientId = newClientId(), who: StaffMember = home.anna, conversationId = noor) =>
  act(home, who, (tx, emit) => sendReferrals(tx, emit, { conversationId, staffId: who.id, clientId, serviceIds }));
const note = (more: Partial<Parameters<typeof noteReferral>[2]> = {}, who: StaffMember = home.anna) =>
  act(home, who, (tx, emit) => {
    const said = { level: "prepared", consent: null, outcome: null } as const;
    noteReferral(tx, emit, { conversationId: noor, staffId: who.id, referralId: 1, ...said, ...more });
  });
const sent = () => messages(home.helpline.db, noor).filter(({ cards }) => cards);
const noted = () => referralsOf(home.helpline.db, noor).map(({ serviceName, level }) => [serviceName, level]);

describe("sending", () => {
  test("one message with a card each, and a row each that says nothing of who it was", async () => {
    const before = home.heard.length;
    const seq = await send([line, shelter]);
    expect(heardSince(home, before)).toEqual(["message.written", "referral.noted"]);
    expect(sent().map((one) => [one.seq, one.author, one.alias, one.text])).toEqual([
      [seq, "counsellor", "Mika", "Lifeline, Night House"],
    ]);
    expect(noted()).toEqual([
      ["Lifeline", "sent"],
      ["Night House", "sent"],
    ]);
    const [row] = rows<{ kind: string; body: Uint8Array }>(files, "message").filter(({ kind }) => kind === "referrals");
    expect(Buffer.from(row!.body).toString()).not.toContain("Lifeline");
  });

  test("the same client id is the same message, and the same place ticked twice is one card", async () => {
    const clientId = newClientId();
    const seq = await send([line, line], clientId);
    expect(await send([line], clientId)).toBe(seq);
    expect(sent()).toHaveLength(1);
    expect(noted()).toEqual([["Lifeline", "sent"]]);
  });

  test("sent again after the place was hidden it is still the same message", async () => {
    const clientId = newClientId();
    const seq = await send([line], clientId);
    const { entry } = service(home.helpline.db, line)!;
    const hidden = { ...entry, visibility: "hidden" as const };
    await act(home, home.aino, (tx, emit) => changeService(tx, emit, { id: line, entry: hidden }));
    expect(await send([line], clientId)).toBe(seq);
    expect([sent().length, noted()]).toEqual([1, [["Lifeline", "sent"]]]);
  });

  test("a later change leaves the card as it was", async () => {
    await send([line]);
    const { entry } = service(home.helpline.db, line)!;
    await act(home, home.aino, (tx, emit) => changeService(tx, emit, { id: line, entry: { ...entry, name: "Other" } }));
    expect(sent()[0]!.cards![0]!.name).toBe("Lifeline");
  });

  test.each(["hidden", "defunct", "inactive", "unknown"] as const)("one that is %s refuses all of it", async (why) => {
    const more = why === "hidden" ? { visibility: "hidden" as const } : { status: why as "defunct" };
    const id = why === "unknown" ? "no-such-place" : await place(home.helpline.db, "Gone", more);
    await expect(send([line, id])).rejects.toMatchObject({ code: "bad_input", key: "error.referral" });
    expect([sent(), noted()]).toEqual([[], []]);
  });

  test("none, or more than three, are no help", async () => {
    const four = await Promise.all(["a", "b", "c", "d"].map((name) => place(home.helpline.db, name)));
    for (const ids of [[], four]) await expect(send(ids)).rejects.toMatchObject({ code: "bad_input" });
    expect(sent()).toEqual([]);
  });

  test("not into a colleague’s chat, one that waits, or one that is over", async () => {
    await expect(send([line], newClientId(), home.bela)).rejects.toMatchObject({ code: "not_allowed" });
    const sam = await comesIn(home);
    await expect(send([line], newClientId(), home.anna, sam)).rejects.toMatchObject({ code: "not_allowed" });
    await act(home, home.anna, (tx, emit) =>
      end(tx, emit, { conversationId: noor, reason: "ended_by_counsellor", staffId: home.anna.id }),
    );
    await expect(send([line])).rejects.toMatchObject({ code: "ended" });
    expect(noted()).toEqual([]);
  });
});

describe("how far it went", () => {
  beforeEach(() => send([line]));
  const first = () => referralsOf(home.helpline.db, noor)[0]!;

  test("prepared, with what they say to it, and back", async () => {
    const before = home.heard.length;
    await note({ level: "prepared", outcome: "will_try" });
    expect(first()).toMatchObject({ level: "prepared", consent: null, outcome: "will_try" });
    await note({ level: "sent" });
    expect(first()).toMatchObject({ level: "sent", outcome: null });
    expect(heardSince(home, before)).toEqual(["referral.noted", "referral.noted"]);
  });

  test.each([null, false])("accompanied is only who said yes (%s)", async (consent) => {
    await expect(note({ level: "accompanied", consent })).rejects.toMatchObject({ key: "error.consent" });
    expect(first().level).toBe("sent");
  });

  test("the yes is kept with it, and goes with it", async () => {
    await note({ level: "accompanied", consent: true, outcome: "contacted" });
    expect(first()).toMatchObject({ level: "accompanied", consent: true, outcome: "contacted" });
    await note({ level: "prepared", consent: true });
    expect(first().consent).toBeNull();
  });

  test("not of a colleague’s chat, and not of what was not sent in this one", async () => {
    await expect(note({}, home.bela)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(note({ referralId: 99 })).rejects.toMatchObject({ code: "not_found" });
    const sam = await talking(home);
    await expect(note({ conversationId: sam })).rejects.toMatchObject({ code: "not_found" });
    expect(first().level).toBe("sent");
  });
});

test("each card finds its own row, also where the same place was sent twice or found alone", async () => {
  const seqs = [await send([line, shelter]), await send([line])];
  const all = referralsOf(home.helpline.db, noor);
  const alone: Referral = { ...all[0]!, id: 90, staffId: null, level: "shown" };
  const bySeq = referralsBySeq(messages(home.helpline.db, noor), [alone, ...all]);
  expect(seqs.map((seq) => bySeq.get(seq)!.map(({ id }) => id))).toEqual([[1, 2], [3]]);
  expect([...bySeq.keys()]).toEqual(seqs);
});
