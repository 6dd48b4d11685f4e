import { beforeEach, expect, test } from "vitest";
import { callbackCounts, openCallbacks } from "#src/callback/callback.ts";
import { linkState } from "#src/callback/link.ts";
import { q } from "#src/db/schema.ts";
import { asks, type Desk, desk, hour, invites, outbox, settles } from "#tests/callback/desk.ts";
import { open } from "#tests/support/house/helpline.ts";
import { field, type Person, says, staff } from "#tests/support/house/http.ts";

const path = "/admin/settings/callback/let-go";
let home: Desk;
let aino: Person;

beforeEach(async () => {
  home = await desk();
  aino = await staff(home, home.aino);
});

/** Noor asked in the afternoon; three hours later somebody leaves five addresses of others. */
async function flood() {
  await asks(home, "noor@young.example");
  home.clock.pass(3 * hour);
  for (let n = 0; n < 5; n += 1) await asks(home, `victim${n}@young.example`);
  home.clock.pass(hour / 2);
  aino = await staff(home, home.aino);
}

const keys = () => home.files.keys.prepare("SELECT callback_id FROM callback_wrap").pluck().all();
const trail = () => home.helpline.db.all(q.selectFrom("audit").selectAll().where("action", "=", "callback.let_go"));

test("whoever asked since the flood began is let go of: first it is said how many, then it takes a press; nobody else is", async () => {
  await flood();
  expect((await aino.get("/admin/settings/callback")).text).toContain(`href="${path}"`);
  const asked = await aino.get(`${path}?hours=1`);
  expect(asked.text).toContain("5 waiting requests since");
  expect(asked.text).not.toContain("young.example");
  expect(asked.text).toContain('<option value="168">7 days</option>');
  expect(openCallbacks(home.helpline.db)).toHaveLength(6);
  const since = field(asked.text, "since");
  const done = await aino.post(path, { since });
  expect([done.status, done.to]).toEqual([303, "/admin/settings/callback?let_go=5#callback-state"]);
  expect((await aino.get("/admin/settings/callback?let_go=5")).text).toContain("5 addresses deleted.");
  expect(openCallbacks(home.helpline.db)).toHaveLength(1);
  expect(keys()).toEqual([1]);
  expect(callbackCounts(home.helpline.db, home.clock.now()).ended).toMatchObject({ let_go: 5, too_old: 0 });
  const [row, ...more] = trail();
  expect(more).toEqual([]);
  expect(row).toMatchObject({ actor: `staff:${home.aino.id}`, object: "callback" });
  expect(JSON.parse(row!.after!)).toEqual({ n: 5, since: Number(since) });
  // Pressed twice: nobody is left, and nothing is noted.
  expect((await aino.post(path, { since })).to).toContain("let_go=0");
  expect(trail()).toHaveLength(1);
});

test("a mail on its way is taken back; one that has arrived leads on, and no second follows it", async () => {
  await open(home);
  await asks(home, "noor@young.example");
  await asks(home, "sam@young.example");
  await invites(home);
  const [arrived, onItsWay] = outbox(home);
  await settles(home, arrived!);
  await aino.post(path, { since: String(home.clock.now() - hour) });
  expect(outbox(home)).toEqual([]);
  expect(onItsWay).toBeDefined();
  expect(linkState(home.helpline.db, arrived!.token, home.clock.now()).kind).toBe("open");
  home.clock.pass(21 * hour);
  await invites(home);
  expect(outbox(home)).toEqual([]);
});

test.each([["none"], [""], ["-1"], ["0"], ["9".repeat(15)]])(
  "since %j: refused, and nobody is let go of",
  async (since) => {
    await flood();
    expect((await aino.post(path, { since })).status).toBe(422);
    expect(openCallbacks(home.helpline.db)).toHaveLength(6);
  },
);

test("while nobody has asked there is nothing to let go of, and hours that are not offered ask for nothing", async () => {
  expect((await aino.get("/admin/settings/callback")).text).not.toContain(path);
  expect((await aino.get(`${path}?hours=1`)).text).toContain(
    says("admin.callback.let_go.found", { n: 0, time: "" }).slice(0, 40),
  );
  expect((await aino.get(`${path}?hours=5`)).text).not.toContain('name="since"');
});
