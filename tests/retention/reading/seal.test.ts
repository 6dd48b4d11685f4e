import { beforeEach, expect, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { unlock } from "#src/crypto/keys/staff-key.ts";
import { writer } from "#src/db/query.ts";
import { close } from "#src/queue/end/ending.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { dueToSeal } from "#src/retention/reading/seal.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { holders } from "#src/staff/keys/team-key.ts";
import { annaSays, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open, password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { saves } from "#tests/support/house/records.ts";
import { comesOnShift, sealsOver } from "#tests/support/keys/keys.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

const minuteMs = 60_000;
let clock: FakeClock;
beforeEach(() => {
  clock = fakeClock();
});

const closes = ({ helpline, anna }: House, conversationId: number) =>
  helpline.db.change(`staff:${anna.id}`, (tx, emit) => close(tx, emit, { conversationId, staffId: anna.id }));
const textsOf = (home: House, id: number, keyring = home.helpline.db.keyring) =>
  messages({ ...home.helpline.db, keyring }, id).flatMap(({ author, text }) => (author === "notice" ? [] : [text]));

const many = dayOrNight(20, 100);

test(`[S2] of ${many} chats that are over, whoever has the disk and the master key opens none; a password that holds the key opens all`, async () => {
  const home = await house({ clock });
  const { files } = home;
  await comesOnShift(home, "bela");
  await open(home);
  const ids: number[] = [];
  for (let n = 0; n < many; n += 1) {
    const id = await talking(home, `words of Noor ${n}`);
    await annaSays(home, id, `words of Mika ${n}`);
    await youthEnds(home, id);
    await closes(home, id);
    ids.push(id);
  }
  clock.pass(60 * minuteMs);
  expect(textsOf(home, ids[7]!)).toEqual(["words of Noor 7", "words of Mika 7"]);
  for (let times = 0; times < 3; times += 1) await sealsOver(home);

  const thief = openKeyring(writer(files.keys), masterKey(new Uint8Array(32).fill(7)));
  expect(thief.state()).toBe("ready");
  expect(ids.flatMap((id) => textsOf(home, id, thief)).filter((text) => text !== null)).toEqual([]);
  expect(ids.flatMap((id) => textsOf(home, id)).filter((text) => text !== null)).toEqual([]);

  const { team } = thief;
  const pair = await unlock(team.staffKeys(home.bela.id), password);
  const keyring = thief.withTeam(team.open(home.bela.id, pair!));
  for (const [n, id] of ids.entries()) {
    expect(textsOf(home, id, keyring)).toEqual([`words of Noor ${n}`, `words of Mika ${n}`]);
  }
  expect(await unlock(team.staffKeys(home.bela.id), "another password than hers")).toBeNull();
  expect(home.reported).toEqual([]);
}, 60_000);

/** Anna finishes the record of a chat. */
const finishes = (home: House, conversationId: number) => saves(home, home.anna, { of: { conversationId } });

test.each([5, 15, 60])(
  "with %s minutes to come back: the words close for whoever had them when nothing is to be written, an hour after its end at most",
  async (resume) => {
    const home = await house({ clock });
    await comesOnShift(home, "bela");
    await open(home);
    const { db } = home.helpline;
    await db.change("porchlight", (tx, emit) => {
      setSetting(tx, emit, { name: "chatsAtOnce", value: 4 });
      setSetting(tx, emit, { name: "resumeMinutes", value: resume });
    });
    const [done, left, urgent, going] = [
      await talking(home),
      await talking(home),
      await talking(home),
      await talking(home),
    ];
    const emergencyId = await act(home, home.anna, (tx, emit) =>
      declareEmergency(tx, emit, { conversationId: urgent, staffId: home.anna.id }),
    );
    for (const id of [done, left, urgent]) await youthEnds(home, id);
    const ended = clock.now();
    await finishes(home, done);
    const sealed = () => [done, left, urgent, going].filter((id) => db.keyring.isSealed(id));
    const at = async (minutes: number) => {
      clock.pass(ended + minutes * minuteMs - clock.now());
      await sealsOver(home);
      return sealed();
    };
    expect(await at(resume - 1)).toEqual([]);
    expect(dueToSeal(db, clock.now())).toEqual([]);
    expect(await at(resume)).toEqual(resume === 60 ? [done, left] : [done]);
    expect(await at(59)).toEqual(resume === 60 ? [done, left] : [done]);
    expect(await at(60)).toEqual([done, left]);
    expect(await at(12 * 60 - 1)).toEqual([done, left]);
    await finishes(home, left);
    expect(await at(12 * 60)).toEqual([done, left, urgent]);
    expect(emergencyId).toBeGreaterThan(0);
    expect(await youthSays(home, going, "still here")).toBeGreaterThan(0);
  },
);

test("without a team key nothing is sealed, and nothing is lost", async () => {
  const home = await house({ clock });
  await open(home);
  const id = await talking(home, "hello");
  await youthEnds(home, id);
  await closes(home, id);
  clock.pass(24 * 60 * minuteMs);
  await sealsOver(home);
  expect(textsOf(home, id)).toEqual(["hello"]);
});

test("while nobody could open them nothing is sealed; the next supervisor makes a team key, with which all is", async () => {
  const home = await house({ clock });
  const { db } = home.helpline;
  await comesOnShift(home, "bela");
  await open(home);
  const id = await talking(home, "hello");
  await youthEnds(home, id);
  await closes(home, id);
  await db.change("porchlight", (tx, emit) =>
    setMember(tx, emit, { staffId: home.bela.id, values: { roles: ["counsellor"] } }),
  );
  clock.pass(24 * 60 * minuteMs);
  await sealsOver(home);
  expect(textsOf(home, id)).toEqual(["hello"]);
  await member(home.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  await comesOnShift(home, "carl");
  await sealsOver(home);
  expect(textsOf(home, id)).toEqual([null]);
  const { team } = db.keyring;
  const carl = holders(db).find(({ alias }) => alias === "Finch")!;
  const pair = await unlock(team.staffKeys(carl.staffId), password);
  expect(textsOf(home, id, db.keyring.withTeam(team.open(carl.staffId, pair!)))).toEqual(["hello"]);
  expect(home.heard.filter(({ type }) => type === "keys.team_made")).toHaveLength(2);
});
