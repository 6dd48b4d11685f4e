import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { verifications, verify } from "#src/directory/care/verification.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { serviceChanges, undoService } from "#src/directory/entry/history.ts";
import { organizations } from "#src/directory/entry/organizations.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { anyEntry } from "#tests/support/made/entries.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

let clock: FakeClock;
let home: House;
let id: string;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  id = await place(home.helpline.db, "Night line");
});

const now = () => service(home.helpline.db, id)!;
const set = (entry: Entry) => act(home, home.aino, (tx, emit) => changeService(tx, emit, { id, entry }));
const undo = (changeId: number, basedOn = now().versionId) =>
  act(home, home.bela, (tx, emit) => undoService(tx, emit, { id, changeId, basedOn }));
const changes = () => serviceChanges(home.helpline.db, id);

test("every change is told with who made it, the newest first; the first had nothing before it", async () => {
  const first = now().entry;
  await set({ ...first, ageFrom: 12 });
  const [newest, made] = changes();
  expect(newest).toMatchObject({ actor: `staff:${home.aino.id}`, before: first, after: { ageFrom: 12 }, runId: null });
  expect(made).toMatchObject({ actor: "command line", before: null, after: first });
  await expect(undo(made!.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(undo(99_999)).rejects.toMatchObject({ code: "not_found" });
  await expect(undo(newest!.id, made!.id)).rejects.toMatchObject({ code: "taken" });
});

test("an undo restores the exact document, however many changes it goes back, and can be undone itself", async () => {
  const organizationId = organizations(home.helpline.db)[0]!.id;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEntry(organizationId), { minLength: 2, maxLength: 5 }),
      fc.nat(),
      async (entries, at) => {
        const made = [now().entry];
        for (const entry of entries) {
          clock.pass(1_000);
          if ((await set(entry)) > 0) made.push(entry);
        }
        const all = changes().slice(0, made.length - 1);
        if (all.length === 0) return;
        const chosen = all[at % all.length]!;
        const before = now().entry;
        clock.pass(1_000);
        const version = await undo(chosen.id);
        expect(now().entry).toEqual(chosen.before);
        clock.pass(1_000);
        if (version > 0) await undo(version);
        expect(now().entry).toEqual(before);
      },
    ),
    { numRuns: dayOrNight(8, 25) },
  );
  // Documents are never touched: whatever was, still is.
  const versions = rows<{ id: number; entry: string }>(home.files, "service_version");
  expect(new Set(versions.map((one) => one.id)).size).toBe(versions.length);
});

test("who takes back that they made sure of it has not; what was noted at another time stays", async () => {
  const actor = `staff:${home.aino.id}` as const;
  const sure = (outcome: "confirmed" | "no_answer") =>
    act(home, home.aino, (tx, emit) =>
      verify(tx, emit, { id, actor, method: "phone", outcome, note: "", today: "2026-11-24" }),
    );
  await sure("no_answer");
  clock.pass(1_000);
  await sure("confirmed");
  clock.pass(1_000);
  await undo(now().versionId);
  expect(now().entry.verifiedOn).toBe(null);
  expect(verifications(home.helpline.db, id).map(({ outcome }) => outcome)).toEqual(["no_answer"]);
});
