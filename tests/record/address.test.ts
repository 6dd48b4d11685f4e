import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { OpenTeam } from "#src/crypto/keys/team-keys.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { askAddress, confirmAddress, dueAddresses, keepAddress, showAddress } from "#src/record/address.ts";
import { addressRequests, addressState } from "#src/record/address-reading.ts";
import { replayErasures } from "#src/retention/forget.ts";
import { setSettings } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, person, says, staff } from "#tests/support/house/http.ts";
import { beginsFrom, emergencyIn, gives, keepsAddressesNow, ownKey, switches } from "#tests/support/keys/addresses.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

const address = "81.164.77.203";
const hourMs = 3_600_000;
let clock: FakeClock;
let home: House;
let kim: StaffMember;
let keys: Awaited<ReturnType<typeof keepsAddressesNow>>["keys"];
let teamKey: OpenTeam;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  ({ kim, keys, open: teamKey } = await keepsAddressesNow(home));
});

const state = (id: number, at = home) => addressState(at.helpline.db, id);
const asks = (who: StaffMember, emergencyId: number) =>
  act(home, who, (tx, emit) => askAddress(tx, emit, { staffId: who.id, emergencyId, reason: "no_answer" }));
const confirms = (who: StaffMember, emergencyId: number, pair = keys.kim) =>
  act(home, who, (tx, emit) => confirmAddress(tx, emit, { staffId: who.id, emergencyId, pair }));
const sees = (who: StaffMember, emergencyId: number, pair = keys.bela) =>
  act(home, who, (tx, emit) => showAddress(tx, emit, { staffId: who.id, emergencyId, pair }));
const trail = (emergencyId: number) =>
  home.helpline.db
    .all(q.selectFrom("audit").select(["action", "actor", "after"]).where("object", "=", `emergency:${emergencyId}`))
    .filter(({ action }) => action.startsWith("address."));

test("[S5] two people open it: one asks, another says yes, and whoever asked sees it once, with each step in the trail", async () => {
  const { id } = await beginsFrom(home, address);
  expect(state(id)).toBe("locked");
  const emergency = await emergencyIn(home, id);
  await asks(home.bela, emergency);
  await confirms(kim, emergency);
  expect(await sees(home.bela, emergency)).toBe(address);
  expect(trail(emergency)).toEqual([
    { action: "address.asked", actor: `staff:${home.bela.id}`, after: "no_answer" },
    { action: "address.confirmed", actor: `staff:${kim.id}`, after: `staff:${home.bela.id}` },
    { action: "address.shown", actor: `staff:${home.bela.id}`, after: `staff:${kim.id}` },
  ]);
  await expect(sees(home.bela, emergency)).rejects.toMatchObject({ code: "taken" });
  expect(addressRequests(home.helpline.db, emergency)[0]).toMatchObject({ asker: "Luna", confirmer: "Wren" });
  // Two people can ask anew: a page that did not load is nobody's death.
  await asks(kim, emergency);
  await confirms(home.bela, emergency, keys.bela);
  expect(await sees(kim, emergency, keys.kim)).toBe(address);
});

test("[ASVS 2.3.5] [S5] one person alone opens nothing: not by saying yes to themselves, not with the key of another, not before anybody said yes", async () => {
  const emergency = await emergencyIn(home, (await beginsFrom(home, address)).id);
  await asks(home.bela, emergency);
  const no = { code: "not_allowed" };
  await expect(sees(home.bela, emergency)).rejects.toMatchObject(no);
  await expect(confirms(home.bela, emergency, keys.bela)).rejects.toMatchObject(no);
  await expect(confirms(kim, emergency, keys.bela)).rejects.toMatchObject(no);
  await confirms(kim, emergency);
  await expect(sees(kim, emergency, keys.kim)).rejects.toMatchObject(no);
  await expect(sees(home.bela, emergency, keys.kim)).rejects.toMatchObject(no);
  await expect(confirms(kim, emergency)).rejects.toMatchObject({ code: "taken" });
});

test("[S5] nobody who is no supervisor, is none any more, or had no key when the chat began", async () => {
  const emergency = await emergencyIn(home, (await beginsFrom(home, address)).id);
  const no = { code: "not_allowed" };
  const late = await member(home.helpline, "lea", "Lea Roy", "Moss", ["supervisor"]);
  const { pair: hers } = await ownKey(home, late);
  for (const who of [home.anna, home.aino, late]) await expect(asks(who, emergency)).rejects.toMatchObject(no);
  await asks(home.bela, emergency);
  await expect(confirms(late, emergency, hers)).rejects.toMatchObject(no);
  const { db } = home.helpline;
  const demote = (who: StaffMember) =>
    db.change("porchlight", (tx) =>
      tx.run(q.deleteFrom("staff_role").where("staff_id", "=", who.id).where("role", "=", "supervisor")),
    );
  await confirms(kim, emergency);
  await demote(kim);
  await expect(sees(home.bela, emergency)).rejects.toMatchObject(no);
});

test("[S5] supervisors whom an admin made, and to whom nobody gave the team key, open nothing that begins", async () => {
  const made = [];
  for (const [name, alias] of [
    ["lea", "Moss"],
    ["max", "Fern"],
  ] as const) {
    const one = await member(home.helpline, name, "Robin’s other self", alias, ["supervisor"]);
    made.push({ one, ...(await ownKey(home, one)) });
  }
  const emergency = await emergencyIn(home, (await beginsFrom(home, address)).id);
  const no = { code: "not_allowed" };
  for (const { one } of made) await expect(asks(one, emergency)).rejects.toMatchObject(no);
  await asks(home.bela, emergency);
  for (const { one, pair } of made) await expect(confirms(one, emergency, pair)).rejects.toMatchObject(no);
  // Given it by whoever has it open they are like any other, from then on.
  await gives(home, made[0]!.one, teamKey);
  const next = await emergencyIn(home, (await beginsFrom(home, address)).id);
  await asks(home.bela, next);
  await confirms(made[0]!.one, next, made[0]!.pair);
  expect(await sees(home.bela, next)).toBe(address);
});

test("[S5] a yes after a quarter of an hour is none, and neither is a look", async () => {
  const emergency = await emergencyIn(home, (await beginsFrom(home, address)).id);
  await asks(home.bela, emergency);
  clock.pass(15 * 60_000);
  await expect(confirms(kim, emergency)).rejects.toMatchObject({ code: "taken" });
  await asks(home.bela, emergency);
  await confirms(kim, emergency);
  clock.pass(15 * 60_000);
  await expect(sees(home.bela, emergency)).rejects.toMatchObject({ code: "taken" });
});

test("[S5] a change that is not stored shows nothing, and leaves nothing in the trail", async () => {
  const emergency = await emergencyIn(home, (await beginsFrom(home, address)).id);
  await asks(home.bela, emergency);
  await confirms(kim, emergency);
  let seen = "";
  const cut = act(home, home.bela, (tx, emit) => {
    seen = showAddress(tx, emit, { staffId: home.bela.id, emergencyId: emergency, pair: keys.bela });
    throw new Error("cut");
  });
  await expect(cut).rejects.toThrow("cut");
  expect(seen).toBe(address);
  expect(trail(emergency).map(({ action }) => action)).toEqual(["address.asked", "address.confirmed"]);
  expect(await sees(home.bela, emergency)).toBe(address);
});

test("[S5] none is kept of a chat that began before the switch, with older rules, from a cut address, or with one supervisor alone", async () => {
  await switches(home, false);
  const before = await beginsFrom(home, address);
  expect(state(before.id)).toBe("off");
  await switches(home, true);
  expect(state(before.id)).toBe("none");
  expect(state((await beginsFrom(home, address, "1")).id)).toBe("none");
  expect(state((await beginsFrom(home, "81.164.77")).id)).toBe("none");
  expect(state((await beginsFrom(home, "2a02:a03f:6b:1::7")).id)).toBe("locked");
  await home.helpline.db.change("porchlight", (tx) =>
    tx.run(q.deleteFrom("staff_role").where("staff_id", "=", kim.id)),
  );
  expect(state((await beginsFrom(home, address)).id)).toBe("none");
});

const onCall = (who: StaffMember | null) =>
  act(home, home.bela, (tx, emit) => {
    const values = { onCallWeek: Array.from({ length: 7 }, () => who?.id ?? null), onCallDates: [] };
    setSettings(tx, emit, { subject: "on_call", values });
  });
const leaves = async (who: StaffMember) => (await staff(home, who)).post("/staff/sign-out");

test("[SG16] none is kept of a chat that begins while only one of those who can open it is on shift", async () => {
  expect(state((await beginsFrom(home, address)).id)).toBe("locked");
  await leaves(kim);
  // Anna is on shift too, and could not open it.
  const alone = await beginsFrom(home, address);
  expect(state(alone.id)).toBe("none");
  // It tells nobody who is there: what it says is so with one and with two.
  expect((await person(home).get("/")).text).toContain(says("youth.door.address"));
  // Whoever comes later changes nothing for a chat that has begun.
  await open(home, kim);
  expect(state(alone.id)).toBe("none");
  expect(state((await beginsFrom(home, address)).id)).toBe("locked");
});

test("[SG16] whoever is away from the queue counts as long as they are heard, and no longer", async () => {
  await act(home, kim, (tx, emit) => setAvailability(tx, emit, { staffId: kim.id, availability: "away" }));
  expect(state((await beginsFrom(home, address)).id)).toBe("locked");
  clock.pass(hourMs);
  expect(state((await beginsFrom(home, address)).id)).toBe("none");
});

test("[SG16] whoever is on call this evening counts, one person once, and a supervisor who is not there has a share too", async () => {
  await leaves(kim);
  await onCall(home.bela);
  expect(state((await beginsFrom(home, address)).id)).toBe("none");
  // On call, and could not open it.
  await onCall(home.aino);
  expect(state((await beginsFrom(home, address)).id)).toBe("none");
  await onCall(kim);
  const { id } = await beginsFrom(home, address);
  expect(state(id)).toBe("locked");
  const lea = await member(home.helpline, "lea", "Lea Roy", "Moss", ["supervisor"]);
  await ownKey(home, lea);
  await gives(home, lea, teamKey);
  const next = await beginsFrom(home, address);
  expect(home.helpline.db.keyring.places.holders(next.id).sort()).toEqual([home.bela.id, kim.id, lea.id].sort());
  await leaves(home.bela);
  expect(state((await beginsFrom(home, address)).id)).toBe("none");
});

test("[S5] the same form, sent again in the same moment, begins the same chat and locks nothing anew", async () => {
  const { id } = await beginsFrom(home, address);
  const again = { conversationId: id, address: "203.0.113.9", canBeReached: () => true };
  await home.helpline.db.change("youth", (tx) => keepAddress(tx, again));
  const emergency = await emergencyIn(home, id);
  await asks(home.bela, emergency);
  await confirms(kim, emergency);
  expect(await sees(home.bela, emergency)).toBe(address);
});

test("[S5] a day after the end, or at once when it is switched off, nothing on the disk gives it back", async () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-address-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = filesIn(folder, clock.now());
  const at = await house({ clock, files });
  await open(at);
  await keepsAddressesNow(at);
  const { db } = at.helpline;
  const bytes = () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  const shares = () => files.keys.prepare("SELECT bytes FROM address_share").pluck().all() as Buffer[];
  const job = () => runJob(at.helpline, jobs.find(({ name }) => name.startsWith("where people wrote from"))!);

  const first = await beginsFrom(at, address);
  const kept = shares();
  expect(kept).toHaveLength(2);
  expect(bytes().includes(address)).toBe(false);
  expect(kept.every((one) => bytes().includes(one))).toBe(true);
  await youthEnds(at, first.id);
  clock.pass(24 * hourMs - 1);
  await job();
  expect(state(first.id, at)).toBe("locked");
  clock.pass(1);
  await job();
  expect(state(first.id, at)).toBe("none");
  expect(kept.some((one) => bytes().includes(one))).toBe(false);

  await beginsFrom(at, address);
  const next = shares();
  await switches(at, false);
  expect(dueAddresses(db, clock.now())).toHaveLength(1);
  await job();
  expect(at.reported).toEqual([]);
  expect(shares()).toEqual([]);
  expect(db.all(q.selectFrom("address").selectAll())).toEqual([]);
  expect(next.some((one) => bytes().includes(one))).toBe(false);
  // Nor do shares that come back with an older copy of the keys.
  files.keys.prepare("INSERT INTO address_share VALUES (?, 2, 1, 1, ?)").run(first.id, next[0]!);
  await db.change("porchlight", replayErasures);
  expect(shares()).toEqual([]);
});
