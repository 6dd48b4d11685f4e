import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { fakeClock, type House, house, open, password } from "#tests/support/house/helpline.ts";
import { type Person, says, staff } from "#tests/support/house/http.ts";
import { beginsFrom, emergencyIn, keepsAddressesNow } from "#tests/support/keys/addresses.ts";

const from = "81.164.77.203";
let home: House;
let noor: Person & { id: number };
/** Of the record of the emergency. */
let at: string;
let bela: Person;
let kim: Person;
let anna: Person;
beforeEach(async () => {
  home = await house({ clock: fakeClock() });
  await open(home);
  const pair = await keepsAddressesNow(home);
  noor = await beginsFrom(home, from);
  at = `/staff/emergencies/${await emergencyIn(home, noor.id)}`;
  [bela, kim, anna] = [await staff(home, home.bela), await staff(home, pair.kim), await staff(home, home.anna)];
});

const asks = (who: Person, more = {}) => who.post(`${at}/address`, { reason: "no_answer", ...more });
const yes = (who: Person, secret = password) => who.post(`${at}/address/confirm`, { confirm_password: secret });
const looks = (who: Person, secret = password) => who.post(`${at}/address/show`, { confirm_password: secret });
const shown = () =>
  home.helpline.db.all(q.selectFrom("audit").select("action").where("action", "=", "address.shown")).length;

test("[S5] two phones: Béla asks, Kim says yes, Béla sees it once, on a page that no browser keeps", async () => {
  expect((await bela.get(at)).text).toContain(says("staff.address.ask"));
  expect((await asks(bela)).to).toBe(`${at}#address`);
  // Whoever can say yes is told where they are, and so is the counsellor.
  expect((await kim.get("/staff")).text).toContain(says("staff.address.for_you", { alias: "Luna" }));
  const tab = `/staff/conversation/${noor.id}/emergency`;
  expect((await anna.get(tab)).text).toContain(says("staff.emergency.opening.asked", { alias: "Luna" }));
  expect((await yes(kim)).to).toBe(`${at}#address`);
  expect((await bela.get("/staff")).text).toContain(says("staff.address.for_you_yes", { alias: "Wren" }));
  expect(shown()).toBe(0);
  const page = await looks(bela);
  expect(page.status).toBe(200);
  expect(page.text).toContain(`<b translate="no">${from}</b>`);
  expect(page.headers.get("cache-control")).toContain("no-store");
  expect(shown()).toBe(1);
  for (const who of [bela, kim, anna]) expect((await who.get(at)).text).not.toContain(from);
  expect((await looks(bela)).status).toBe(409);
  const both = { alias: "Luna", colleague: "Wren" };
  expect((await anna.get(tab)).text).toContain(says("staff.emergency.opening.shown", both));
});

test("[ASVS 2.3.5] [S5] one person alone is refused with 403, and so is anyone who is not a supervisor", async () => {
  const aino = await staff(home, home.aino);
  for (const who of [anna, aino, noor]) {
    for (const refused of [await asks(who), await yes(who), await looks(who)]) expect(refused.status).toBe(403);
  }
  await asks(bela);
  expect([(await yes(bela)).status, (await looks(bela)).status]).toEqual([403, 403]);
  await yes(kim);
  expect((await looks(kim)).status).toBe(403);
  expect(shown()).toBe(0);
});

test("[S5] a wrong password opens nothing, and whoever has not shown lately who they are is asked first", async () => {
  await asks(bela);
  const wrong = await yes(kim, "five words are not it");
  expect([wrong.status, wrong.text.includes(says("session.wrong.old_password"))]).toEqual([422, true]);
  await home.helpline.db.change("porchlight", (tx) => tx.run(q.updateTable("staff_session").set({ confirmed_at: 0 })));
  const asked = await asks(kim);
  expect([asked.status, asked.text.includes(says("session.confirm.lead"))]).toEqual([403, true]);
  expect((await yes(kim)).to).toBe(`${at}#address`);
});

test("[S5] the audit row is stored before the address leaves: where it cannot be, nothing is shown", async () => {
  await asks(bela);
  await yes(kim);
  const { db } = home.helpline;
  const { change } = db;
  // The process dies where the change would be stored: all was done, and nothing kept.
  db.change = (actor, verb) =>
    change(actor, (tx, emit) => {
      verb(tx, emit);
      throw new Error("cut");
    });
  const cut = await looks(bela);
  db.change = change;
  expect(cut.status).toBe(500);
  expect(cut.text).not.toContain(from);
  expect([shown(), home.reported.join().includes(from)]).toEqual([0, false]);
  home.reported.length = 0;
});

test("[S5] young people are told before they begin, at the door and in the rules, as long as it is so", async () => {
  const { text } = await bela.get("/");
  expect(text).toContain(says("youth.door.address"));
  const how = (await bela.get("/how")).text;
  expect(how).toContain(says("rules.kept.address"));
  expect(how).toContain(says("rules.told.pass_on_address"));
  const aino = await staff(home, home.aino);
  const page = (await aino.get("/admin/settings/address")).text;
  const based = /name="based_on" value="(\d+)"/.exec(page)![1]!;
  await home.helpline.db.change("porchlight", (tx) => tx.run(q.updateTable("staff_session").set({ confirmed_at: 0 })));
  const asked = await aino.post("/admin/settings/address", { based_on: based, do: "save" });
  expect([asked.status, asked.text.includes(says("session.confirm.lead"))]).toEqual([403, true]);
  const off = { based_on: based, do: "save", confirm_password: password };
  expect((await aino.post("/admin/settings/address", off)).status).toBe(303);
  // At once: in the same change.
  expect(home.helpline.db.all(q.selectFrom("address").selectAll())).toEqual([]);
  expect(home.helpline.db.keyring.places.kept()).toEqual([]);
  expect((await bela.get("/how")).text).toContain(says("rules.kept.no_address"));
  expect((await bela.get(at)).text).toContain(says("staff.emergency.address.off"));
});
