import fc from "fast-check";
import { expect, test } from "vitest";
import { verifications } from "#src/directory/care/verification.ts";
import { type BulkStep, changeTogether, stepped, togetherWith, undoTogether } from "#src/directory/entry/bulk.ts";
import type { blankEntry } from "#src/directory/entry/entry.ts";
import { organizations } from "#src/directory/entry/organizations.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { forgetOldAudit } from "#src/jobs/audit.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { anyEntry } from "#tests/support/made/entries.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

const anyStep: fc.Arbitrary<BulkStep> = fc.oneof(
  fc.constantFrom("public", "counsellors", "hidden").map((value) => ({ kind: "visibility", value }) as BulkStep),
  fc.constantFrom("active", "defunct").map((value) => ({ kind: "status", value }) as BulkStep),
  fc.constant<BulkStep>({ kind: "confirm" }),
  fc
    .tuple(
      fc.constantFrom("add" as const, "remove" as const),
      fc.constantFrom(["topics", "grief"], ["languages", "fi"], ["regions", "BE"]),
    )
    .map(([kind, [list, value]]) => ({ kind, list, value }) as BulkStep),
);

test("one step for many and its undo leave every entry exactly as it was, but for what somebody changed since", async () => {
  const clock = fakeClock();
  const home = await house({ clock });
  const { db } = home.helpline;
  const ids: string[] = [];
  for (let n = 0; n < 6; n += 1) ids.push(await place(db, `Place ${n}`));
  const by = organizations(db)[0]!.id;
  const actor = `staff:${home.aino.id}` as const;
  const set = (id: string, entry: ReturnType<typeof blankEntry>) =>
    act(home, home.bela, (tx, emit) => changeService(tx, emit, { id, entry }));
  const now = (id: string) => service(db, id)!.entry;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEntry(by), { minLength: 6, maxLength: 6 }),
      anyStep,
      fc.nat(5),
      async (entries, step, other) => {
        for (const [i, id] of ids.entries()) await set(id, entries[i]!);
        clock.pass(1_000);
        const before = ids.map(now);
        const of = ids.map((id) => ({ id, basedOn: service(db, id)!.versionId }));
        const seen = ids.map((id) => verifications(db, id));
        const made = await act(home, home.aino, (tx, emit) =>
          changeTogether(tx, emit, { of, step, actor, today: "2026-11-24" }),
        );
        expect(ids.map(now)).toEqual(before.map((entry) => stepped(entry, step, "2026-11-24")));
        if (made.length === 0) return;
        expect(togetherWith(db, made[0]!)!.changes.map(({ after }) => after)).toEqual(made);
        clock.pass(1_000);
        const touched = ids[other]!;
        const changed = { ...now(touched), hoursNote: "changed since" };
        await set(touched, changed);
        const wasStepped =
          service(db, touched)!.versionId && togetherWith(db, made[0]!)!.changes.some(({ id }) => id === touched);
        clock.pass(1_000);
        const undo = (versionId: number) => act(home, home.aino, (tx, emit) => undoTogether(tx, emit, { versionId }));
        expect(await undo(made.at(-1)!)).toEqual({
          back: made.length - (wasStepped ? 1 : 0),
          stayed: wasStepped ? 1 : 0,
        });
        expect(ids.map(now)).toEqual(before.map((entry, i) => (i === other ? changed : entry)));
        expect(ids.map((id) => verifications(db, id)).filter((_, i) => i !== other)).toEqual(
          seen.filter((_, i) => i !== other),
        );
      },
    ),
    { numRuns: dayOrNight(8, 25) },
  );
});

test("two steps within one quarter of the hour are two still, when the trail tells no more than that", async () => {
  const clock = fakeClock();
  const home = await house({ clock });
  const { db } = home.helpline;
  const ids = [await place(db, "Place 1"), await place(db, "Place 2")];
  const actor = `staff:${home.aino.id}` as const;
  const presses = async (value: string) => {
    clock.pass(60_000);
    const of = ids.map((id) => ({ id, basedOn: service(db, id)!.versionId }));
    const step: BulkStep = { kind: "add", list: "topics", value };
    return act(home, home.aino, (tx, emit) => changeTogether(tx, emit, { of, step, actor, today: "2026-11-24" }));
  };
  const [first, second] = [await presses("grief"), await presses("school")];
  const pressed = clock.now();
  clock.pass(29 * 24 * 3_600_000);
  await forgetOldAudit(home.helpline);
  expect(togetherWith(db, second[0]!)).toMatchObject({
    at: pressed,
    changes: [{ after: second[0] }, { after: second[1] }],
  });
  expect(togetherWith(db, first[0]!)!.changes.map(({ after }) => after)).toEqual(first);
  expect(await act(home, home.aino, (tx, emit) => undoTogether(tx, emit, { versionId: second[0]! }))).toEqual({
    back: 2,
    stayed: 0,
  });
  expect(ids.map((id) => service(db, id)!.entry.topics)).toEqual([["grief"], ["grief"]]);
});

test("what there is too much of, or is another by now, changes nothing", async () => {
  const home = await house();
  const { db } = home.helpline;
  const id = await place(db, "Night line");
  const actor = `staff:${home.aino.id}` as const;
  const basedOn = service(db, id)!.versionId;
  const run = (of: { id: string; basedOn: number }[], step: BulkStep = { kind: "visibility", value: "hidden" }) =>
    act(home, home.aino, (tx, emit) => changeTogether(tx, emit, { of, step, actor, today: "2026-11-24" }));
  await expect(run([])).rejects.toMatchObject({ code: "bad_input" });
  await expect(run(Array(51).fill({ id, basedOn }))).rejects.toMatchObject({ code: "bad_input" });
  await expect(run([{ id, basedOn }], { kind: "add", list: "topics", value: "football" })).rejects.toMatchObject({
    code: "bad_input",
  });
  await expect(
    run([
      { id, basedOn },
      { id: "x", basedOn },
    ]),
  ).rejects.toMatchObject({ code: "not_found" });
  await expect(run([{ id, basedOn: basedOn + 1 }])).rejects.toMatchObject({ code: "taken" });
  expect(service(db, id)!.versionId).toBe(basedOn);
  const undo = (versionId: number) => act(home, home.aino, (tx, emit) => undoTogether(tx, emit, { versionId }));
  await expect(undo(basedOn)).rejects.toMatchObject({ code: "not_found" });
  await expect(undo(-1)).rejects.toMatchObject({ code: "not_found" });
});
