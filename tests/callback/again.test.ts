import { expect, test } from "vitest";
import { linkState } from "#src/callback/link.ts";
import { q } from "#src/db/schema.ts";
import { linesNow } from "#src/live/youth/youth-data.ts";
import { inLine } from "#src/queue/claim.ts";
import { setSetting } from "#src/settings/settings.ts";
import { open } from "#tests/support/house/helpline.ts";
import {
  asks,
  comes,
  continues,
  day,
  desk,
  hour,
  invites,
  outbox,
  refuses,
  settles,
  takes,
  tidies,
  toldInVain,
} from "./desk.ts";

// Somebody asks again and again, for themselves or for somebody who never asked.

test("nobody is written to more than twice in two weeks, whoever asks for their address and under whatever spelling", async () => {
  const home = await desk();
  await open(home);
  const written: number[] = [];
  for (let days = 0; days < 56; days += 1) {
    const spelt = [`noor+${days}@example.org`, "Noor@Example.org"][days % 2]!;
    await asks(home, spelt);
    await invites(home);
    for (const mail of outbox(home)) {
      written.push(days);
      await settles(home, mail);
    }
    await tidies(home);
    home.clock.pass(day);
  }
  expect(written).toEqual([0, 1, 14, 15, 28, 29, 42, 43]);
});

test("who asks again when the links of both mails are over is still written to within the seven days that are promised", async () => {
  const home = await desk();
  await open(home);
  await asks(home, "noor@example.org");
  for (let days = 0; days < 2; days += 1) {
    await invites(home);
    await settles(home, outbox(home)[0]!);
    home.clock.pass(day);
  }
  home.clock.pass(6 * day);
  await asks(home, "noor@example.org");
  home.clock.pass(6 * day);
  await tidies(home);
  await invites(home);
  expect(outbox(home).map(({ letter }) => letter.to)).toEqual(["noor@example.org"]);
});

test("whoever came by a link has had their turn: a new request is written to as the first was", async () => {
  const home = await desk();
  await open(home);
  await home.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 4 }));
  for (let times = 0; times < 3; times += 1) {
    await asks(home, "noor@example.org");
    await invites(home);
    expect(outbox(home)).toHaveLength(1);
    await continues(home, outbox(home)[0]!.token);
    await takes(home, home.anna);
    home.clock.pass(hour);
  }
});

test("a bully’s request for another spelling ends with “do not write again”, also by a link that is over", async () => {
  const home = await desk();
  await open(home);
  await asks(home, "noor+here@example.org");
  await invites(home);
  const [mail] = outbox(home);
  await settles(home, mail!);
  home.clock.pass(8 * day);
  await refuses(home, mail!.token);
  expect(linkState(home.helpline.db, mail!.token, home.clock.now())).toEqual({ kind: "refused" });
  await asks(home, "NOOR@example.org");
  expect(home.helpline.db.all(q.selectFrom("callback").select("end_reason"))).toEqual([{ end_reason: "refused" }]);
});

test("“do not write again” in an older mail also ends what was asked for since, and deletes that address", async () => {
  const home = await desk();
  const mail = await toldInVain(home);
  await asks(home, "noor@example.org");
  const asked = () => home.helpline.db.all(q.selectFrom("callback").select(["address", "end_reason"]).orderBy("id"));
  expect(asked()[1]).toMatchObject({ end_reason: null });
  await refuses(home, mail.token);
  expect(asked()[1]).toEqual({ address: null, end_reason: "refused" });
});

test("links that were kept for later do not lead past those who wait one after the other: three come between, also in what each is told", async () => {
  const home = await desk();
  const { db } = home.helpline;
  await open(home);
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 4 }));
  for (const who of ["one", "two", "three"]) await asks(home, `${who}@example.org`);
  await invites(home);
  const links = outbox(home).map(({ token }) => token);
  expect(links).toHaveLength(3);
  home.clock.pass(hour);
  const live: number[] = [];
  for (let n = 0; n < 7; n += 1) live.push(await comes(home));
  home.clock.pass(1);
  const [first, second] = [await continues(home, links[0]!), await continues(home, links[1]!)];
  const ids = () => inLine(db).map(({ id }) => id);
  expect(ids()).toEqual([first, ...live.slice(0, 3), second, ...live.slice(3)]);
  expect(linesNow({ ...home.helpline, db })(1).order.indexOf(second)).toBe(4);
  // Taken, and another comes after that: still nobody is passed over twice in a row.
  expect(await takes(home, home.anna)).toBe(first);
  const third = await continues(home, links[2]!);
  expect(ids()).toEqual([...live.slice(0, 3), second, ...live.slice(3, 6), third, live[6]]);
  for (const next of live.slice(0, 3)) expect(await takes(home, home.anna)).toBe(next);
  expect(await takes(home, home.bela)).toBe(second);
  expect(await takes(home, home.bela)).toBe(live[3]);
});
