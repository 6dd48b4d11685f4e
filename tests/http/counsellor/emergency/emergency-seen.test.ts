import { beforeEach, expect, test } from "vitest";
import { topics } from "#src/live/topics.ts";
import { setSetting } from "#src/settings/settings.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, htmx, type Person, says, staff } from "#tests/support/house/http.ts";

// Whoever declared an emergency learns that somebody has seen it, and what it did to her other chats.

let clock: FakeClock;
let home: House;
let anna: Person;
let bela: Person;
let chat: number;
let other: number;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 2 }));
  [chat, other] = [await talking(home), await talking(home)];
  [anna, bela] = [await staff(home, home.anna), await staff(home, home.bela)];
  await anna.post(tab());
});

const tab = () => `/staff/conversation/${chat}/emergency`;
const record = "/staff/emergencies/1";
const acknowledges = () => bela.post(`${record}/acknowledge`, {}, htmx);
const phones = () => bela.post(`${record}/phoned`);
/** What comes to a page of hers, from now on. */
function listen(topic: string) {
  let heard = "";
  home.helpline.hub.join(topic, { send: (html) => (heard += html) });
  return (id: string) => new RegExp(`<hx-partial hx-target="#${id}".*?</hx-partial>`, "s").exec(heard)?.[0] ?? "";
}
const none = "No one on call can be reached now.";

test("who has seen it, and who has phoned, stands beside her chat: at once, and no more that nobody can be reached", async () => {
  expect((await anna.get(tab())).text).toContain(none);
  const came = listen(topics.staff(home.anna.id));
  await acknowledges();
  expect(came(`declared-${chat}`)).toContain("<p>Acknowledged by Luna, 19:00.</p>");
  expect(came(`declared-${chat}`)).not.toContain(none);
  const { text } = await anna.get(tab());
  expect([text.includes("Acknowledged by Luna, 19:00."), text.includes(none)]).toEqual([true, false]);
  await phones();
  expect((await anna.get(tab())).text).toContain("<p>Luna phoned Mika, 19:00.</p>");
});

test("and in its record, while she has that open, without what only supervisors do there", async () => {
  const before = await anna.get(record);
  expect(before.text).toContain(
    '<div class="answering" id="answering" data-of="1" role="status"><form class="who-calls"',
  );
  expect(before.text).not.toContain("Acknowledged by");
  const carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  const [came, cameToCarl] = [listen(topics.bar(home.anna.id)), listen(topics.bar(carl.id))];
  await acknowledges();
  expect(came("answering")).toContain("Acknowledged by Luna, ");
  await phones();
  expect(came("answering")).not.toMatch(/action="[^"]*(acknowledge|phoned)"/);
  expect(cameToCarl("answering")).toBe("");
  const { text } = await anna.get(record);
  expect(text).toMatch(/Acknowledged by Luna, .*Luna phoned Mika, /);
  for (const act of ["acknowledge", "phoned"]) expect(text).not.toContain(`${record}/${act}`);
});

test("whoever answers can be phoned: a supervisor finds the number in the bar and in the record, until one has, and nobody else does", async () => {
  const number = "+32 470 00 00 22";
  const link = `<a class="number" href="tel:+32470000022">${number}</a>`;
  expect((await anna.get("/staff/me")).text).toContain(says("session.phone.hint"));
  expect((await anna.post("/staff/me/phone", { phone: number, do: "save" })).to).toBe("/staff/me?saved=phone");
  const kim = await staff(home, await member(home.helpline, "kim", "Kim Maes", "Sol", ["counsellor"]));
  const found = async () => {
    const paths = [record, "/staff", "/staff/me", "/staff/emergencies", "/admin/audit", tab()];
    const people = { anna, bela, kim, aino: await staff(home, home.aino) };
    const all = Object.entries(people).flatMap(([who, one]) => paths.map((path) => ({ who, one, path })));
    const pages = await Promise.all(all.map(async (at) => ({ ...at, text: (await at.one.get(at.path)).text })));
    return pages.flatMap(({ who, path, text }) => (text.includes("470 00 00 22") ? [`${who} ${path}`] : []));
  };
  expect(await found()).toEqual([`bela ${record}`]);
  expect((await bela.get(record)).text).toContain(`</b> ${link}</p>`);
  await anna.post(record, { outcome: "help_came" });
  const { text } = await bela.get("/staff/me");
  expect(text).toContain(`<span class="what">To phone: Mika</span></a>${link}`);
  // In the bar it stands on every page of a supervisor.
  const everyPage = [record, "/staff", "/staff/me", "/staff/emergencies", "/admin/audit", tab()];
  expect(await found()).toEqual(everyPage.map((path) => `bela ${path}`));
  await phones();
  expect(await found()).toEqual([]);
});

test("saying what came of it says before what it closes, and afterwards until when the chat can be read", async () => {
  const open = async () => (await anna.get(record)).text;
  expect(await open()).toContain(says("staff.emergency.closes_going"));
  expect((await bela.get(record)).text).not.toContain('id="closes"');
  await youthEnds(home, chat);
  const times = { time: "20:00", later: "07:00" };
  expect(await open()).toContain(`<p class="hint" id="closes">${says("staff.emergency.closes_until", times)}</p>`);
  expect((await anna.post(record, { informed: "police" })).to).toBe(`${record}?saved=1`);
  expect((await anna.get(`${record}?saved=1`)).text).toContain(`>${says("staff.emergency.saved")}<`);
  await anna.post(record, { outcome: "help_came" });
  const saved = (await anna.get(`${record}?saved=1`)).text;
  expect(saved).toContain(says("staff.emergency.saved_until", { time: "20:00" }));
  expect(saved).not.toContain('id="closes"');
});

test("an hour after the end it closes the chat at once, and says so", async () => {
  await youthEnds(home, chat);
  clock.pass(3 * 3_600_000);
  expect((await anna.get(record)).text).toContain(says("staff.emergency.closes_at_once"));
  await anna.post(record, { outcome: "help_came" });
  expect((await anna.get(`${record}?saved=1`)).text).toContain(says("staff.emergency.saved_at_once"));
});

test("signing out names what nobody has said of her emergency, also once every chat is over, and nobody else's", async () => {
  const link = '<a href="/staff/emergencies/1">';
  const first = await anna.post("/staff/sign-out");
  expect([first.status, first.text.includes(says("session.sign_out.title", { n: 2 }))]).toEqual([409, true]);
  expect(first.text).toContain(link);
  for (const one of [chat, other]) await youthEnds(home, one);
  const second = await anna.post("/staff/sign-out");
  expect([second.status, second.text.includes(link)]).toEqual([409, true]);
  expect(second.text).toContain(says("session.sign_out.title_emergency", { n: 1 }));
  expect((await bela.post("/staff/sign-out")).status).toBe(303);
  await anna.post(record, { outcome: "help_came" });
  expect((await anna.post("/staff/sign-out")).status).toBe(303);
});

test("after they left, the steps stay beside the chat and the contact record is folded, until it is said what came of it", async () => {
  await youthEnds(home, chat);
  const page = async () => (await anna.get(`/staff/conversation/${chat}`)).text;
  const folded = `<details class="record-later"><summary class="second">${says("staff.record.title")}</summary>`;
  const before = await page();
  expect([before.includes(folded), before.includes('data-tab="emergency" aria-labelledby')]).toEqual([true, true]);
  await anna.post(record, { outcome: "help_came" });
  const after = await page();
  expect([after.includes("record-later"), after.includes('data-tab="about" aria-labelledby')]).toEqual([false, true]);
  expect(after).toContain(`id="record-${chat}"`);
});

test("her other young person was told: she reads so in one line, and is not asked to step in herself; colleagues are", async () => {
  const { text } = await anna.get(tab());
  const name = /id="open-2"[^>]*><span class="name"><b>([^<]*)</.exec(text)?.[1];
  expect(text).toContain(says("staff.emergency.others_told", { name: name! }));
  const row = (page: string) => new RegExp(`<li id="left-${other}"[^>]*>`).exec(page)?.[0];
  expect(row(text)).toContain('hidden=""');
  const { text: ofBela } = await bela.get("/staff");
  expect(row(ofBela)).toBe(`<li id="left-${other}" class="left-alone" data-of="${home.anna.id}">`);
  expect(ofBela).not.toContain(says("staff.emergency.others_told", { name: name! }));
});
