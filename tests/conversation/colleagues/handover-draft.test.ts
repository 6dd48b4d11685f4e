import { beforeEach, describe, expect, test } from "vitest";
import { keepOfferForm, type OfferForm, offerForm } from "#src/conversation/colleagues/handover-draft.ts";
import { join } from "#src/conversation/colleagues/join.ts";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { decline, type Offer, offer } from "#src/queue/handover/hand-over.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let home: House;
let id: number;
beforeEach(async () => {
  home = await house({ clock: fakeClock() });
  await open(home);
  await open(home, home.bela);
  id = await talking(home, "it is bad again");
});

const nothing: OfferForm = { to: "", summary: "", agreed: "", reason: "" };
const whole = (): OfferForm => ({
  to: `staff-${home.bela.id}`,
  summary: "School.\nHer aunt ",
  agreed: "no",
  reason: "on the br",
});
const types = (form: Partial<OfferForm>, who = home.anna) =>
  act(home, who, (tx) => keepOfferForm(tx, { conversationId: id, staffId: who.id, form: { ...nothing, ...form } }));
const kept = (who: StaffMember = home.anna) => offerForm(home.helpline.db, { conversationId: id, staffId: who.id });
const stored = () => rows<{ body: Uint8Array }>(home.files, "handover_draft");
const offers = (more: Partial<Offer> = {}) => {
  const to = { staffId: home.bela.id };
  const input = { conversationId: id, staffId: home.anna.id, to, summary: "School.", ...more };
  return act(home, home.anna, (tx, emit) => offer(tx, emit, { asked: { agreed: true }, ...input }));
};

test("all four fields are kept as they were typed, sealed, over what was kept before; an empty form is not kept", async () => {
  const before = home.heard.length;
  await types({ summary: "Sch" });
  await types(whole());
  expect(kept()).toEqual(whole());
  expect(stored()).toHaveLength(1);
  expect(Buffer.from(stored()[0]!.body).toString("latin1")).not.toMatch(/aunt|br/);
  await types({ agreed: "yes" });
  expect(kept()).toEqual({ ...nothing, agreed: "yes" });
  await types({ summary: " \n" });
  expect([kept(), stored()]).toEqual([undefined, []]);
  expect(home.heard.length).toBe(before);
});

test("it opens to the counsellor who typed it, and to nobody beside her", async () => {
  await act(home, home.bela, (tx, emit) => join(tx, emit, { conversationId: id, staffId: home.bela.id }));
  await types(whole());
  expect([kept(), kept(home.bela), kept(home.aino)]).toEqual([whole(), undefined, undefined]);
  await expect(types(whole(), home.bela)).rejects.toMatchObject({ code: "not_allowed" });
  expect(kept()).toEqual(whole());
});

test("what is none of the choices is chosen by nobody, and words are kept without what cannot be seen, and not for ever", async () => {
  await types({ to: "staff-2 or 3", summary: `a\u0000b${"x".repeat(5_000)}`, agreed: "maybe", reason: "\u0007" });
  expect(kept()).toEqual({ ...nothing, summary: `ab${"x".repeat(3_997)}` });
});

describe("it is forgotten", () => {
  beforeEach(() => types(whole()));

  test("when the offer is made, and what arrives late is not kept; not when it is refused", async () => {
    await expect(offers({ summary: " " })).rejects.toMatchObject({ field: "summary" });
    expect(kept()).toEqual(whole());
    await offers();
    expect(stored()).toEqual([]);
    await expect(types(whole())).rejects.toMatchObject({ code: "taken" });
    expect(stored()).toEqual([]);
    await act(home, home.bela, (tx, emit) => decline(tx, emit, { conversationId: id, staffId: home.bela.id }));
    await types({ summary: "again" });
    expect(kept()?.summary).toBe("again");
  });

  test("when the chat goes to another line", async () => {
    const values = { ...lineValues(home.helpline.db, 1), name: "Evening line" };
    const lineId = await act(home, home.aino, (tx, emit) => addLine(tx, emit, values));
    await offers({ to: { lineId } });
    expect(stored()).toEqual([]);
    await expect(types(whole())).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("when a supervisor takes it over", async () => {
    await act(home, home.bela, (tx, emit) => takeOver(tx, emit, { conversationId: id, staffId: home.bela.id }));
    expect(stored()).toEqual([]);
  });

  test("when the young person waits again", async () => {
    await act(home, home.anna, (tx, emit) =>
      giveBack(tx, emit, { conversationId: id, staffId: home.anna.id, why: "lost" }),
    );
    expect(stored()).toEqual([]);
  });

  test("when the chat ends", async () => {
    await youthEnds(home, id);
    expect(stored()).toEqual([]);
    await expect(types(whole())).rejects.toMatchObject({ code: "ended" });
  });
});
