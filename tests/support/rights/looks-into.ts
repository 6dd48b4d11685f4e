import { expect } from "vitest";
import { openConcern, settleConcern } from "#src/conversation/complaint/complaint.ts";
import { concernsFor } from "#src/conversation/complaint/complaint-reading.ts";
import { agree, openEnded } from "#src/retention/reading/opening.ts";
import { offNewChats } from "#src/staff/shift/new-chats.ts";
import { act } from "#tests/support/house/http.ts";
import type { World } from "#tests/support/rights/worlds.ts";

/** Settles every complaint: Hera those that call her, Carl the rest, with her yes. */
export async function looksInto({ home, clock, carl, lead, others: { hera } }: World) {
  const { db } = home.helpline;
  for (const { id, conversationId, kind } of concernsFor(db, lead, clock.now())) {
    const of = { conversationId, why: "concern" } as const;
    if (kind === "contact") {
      for (const way of ["read", "open"]) await hera.post(`/staff/concerns/${id}/${way}`);
      await hera.post(`/staff/concerns/${id}/answer`, { text: "We are sorry." });
      await hera.post(`/staff/concerns/${id}`, { done: "yes" });
      continue;
    }
    await act(home, carl, (tx, emit) => expect(openEnded(tx, emit, { ...of, member: carl })).toBe(false));
    await act(home, lead, (tx, emit) => agree(tx, emit, { ...of, member: lead }));
    await act(home, carl, (tx, emit) => {
      expect(openEnded(tx, emit, { ...of, member: carl })).toBe(true);
      openConcern(tx, emit, { id, staffId: carl.id });
      settleConcern(tx, emit, { id, staffId: carl.id, done: true });
    });
  }
  expect(concernsFor(db, lead, clock.now()).filter(({ done }) => done === null)).toEqual([]);
}

/** Anna is taken off new chats: by the lead for a complaint, or by an admin who had no part. */
export async function isTakenOff(
  { home: { helpline, anna }, clock, lead, others: { hera, finn } }: World,
  isWrong: boolean,
) {
  // Both are at their desks.
  for (const one of [finn, hera]) await one.get("/staff/me");
  const form = { staff: String(anna.id), takes: "no" };
  const calling = concernsFor(helpline.db, lead, clock.now()).find(({ kind }) => kind === "contact");
  expect(calling !== undefined).toBe(isWrong);
  await (calling
    ? hera.post("/staff/new-chats", { ...form, concern: String(calling.id) })
    : finn.post("/staff/new-chats", form));
  expect(offNewChats(helpline.db)).toMatchObject([{ staffId: anna.id }]);
}
