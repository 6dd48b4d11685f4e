import { beforeEach, expect, test } from "vitest";
import {
  forgetVerification,
  type VerificationOutcome,
  verifications,
  verify,
} from "#src/directory/care/verification.ts";
import { service } from "#src/directory/entry/services.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act, heardSince } from "#tests/support/house/http.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});

const sure = (id: string, outcome: VerificationOutcome, note = "") => {
  const actor = `staff:${home.aino.id}` as const;
  return act(home, home.aino, (tx, emit) =>
    verify(tx, emit, { id, actor, method: "web", outcome, note, today: "2026-11-24" }),
  );
};

test("confirmed or put right it counts from today; tried in vain it does not", async () => {
  const { db } = home.helpline;
  const id = await place(db, "Night line", { verifiedOn: "2026-01-01" });
  const before = home.heard.length;
  for (const outcome of ["no_answer", "closed"] as const) await sure(id, outcome);
  expect(service(db, id)!.entry.verifiedOn).toBe("2026-01-01");
  await sure(id, "changed", "x".repeat(600));
  expect(service(db, id)!.entry.verifiedOn).toBe("2026-11-24");
  await sure(id, "confirmed");
  expect(heardSince(home, before)).toEqual([
    "service.verified",
    "service.verified",
    "service.verified",
    "service.changed",
    "service.verified",
  ]);
  const [newest, put] = verifications(db, id);
  expect([newest!.outcome, put!.note.length]).toEqual(["confirmed", 500]);
  await expect(sure("nowhere", "confirmed")).rejects.toMatchObject({ code: "not_found" });
  await act(home, home.aino, (tx) => forgetVerification(tx, { id, at: newest!.at, actor: newest!.actor }));
  expect(verifications(db, id).every((one) => one.at !== newest!.at)).toBe(true);
});
