import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { closeAtOnce } from "#src/queue/handover/give-back.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { member, password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// Nobody goes home without knowing whom they leave, and nobody sits before a console that no longer lives.

let house: TimedServer;
let anna: Counsellor;
let noor: Young;
let id: number;

beforeEach(async () => {
  house = await timedServer();
  anna = await counsellor(house);
  noor = await young(house);
  await anna.signIn();
  await anna.available();
  await noor.start("hello");
  id = await anna.take();
  await noor.told("Mika is here");
});
afterEach(async () => {
  await anna.page.context().close();
  await noor.page.context().close();
  await house.stop();
});
afterAll(close);

test("signing out in the middle of a chat asks first; Noor reads soon that Mika is not there, and again when she is", async () => {
  const { page: self } = anna;
  await self.click("#me summary");
  await self.click("#me form button");
  await self.locator("h1", { hasText: "You’re still in a chat" }).waitFor();
  await self.click("main a.main");
  await self.locator(`#open-${id}`).press("Enter");
  await self.waitForSelector(`#pane-${id}`);
  expect(await noor.page.textContent("#state")).toContain("Mika is here");
  await self.click("#me summary");
  await self.click("#me form button");
  await self.click("main .second");
  await self.waitForURL(`${house.origin}/staff/sign-in`);
  await noor.told("Mika is away for a moment");
  expect(await noor.page.textContent("#state")).toContain("You can keep writing.");
  await anna.signIn();
  await noor.told("Mika is here");
});

test("a session that is over takes the chats off the screen, even if a request noticed it first", async () => {
  await noor.say("nobody else should read this");
  await anna.sees("nobody else");
  // While it goes on nobody is signed out; its words stay on the screen until it is put away.
  await noor.end();
  house.clock.pass(11 * 3_600_000);
  const answer = await anna.page.context().request.get(`${house.origin}/staff/conversation/${id}`, {
    headers: { "HX-Request": "true" },
  });
  expect(answer.status()).toBe(401);
  await runJob(house.helpline, jobs.find((job) => job.name === "sessions that are over")!);
  await anna.page.waitForURL(`${house.origin}/staff/sign-in?why=over`);
  expect(await anna.page.content()).not.toContain("nobody else should read this");
});

test("an account that is closed at once: she reads why in mid-sentence, Noor that she waits again, Béla everything", async () => {
  await noor.say("it is bad again");
  await anna.sees("it is bad again");
  await anna.page.fill(".compose textarea", "I am with y");
  await act(house, house.aino, (tx, emit) =>
    closeAtOnce(tx, emit, { staffId: house.anna.id, basedOn: 0, isHeard: () => false }),
  );
  await anna.page.locator(".note", { hasText: "your account was closed" }).waitFor();
  await noor.page.locator("#state h1", { hasText: "You’re next" }).waitFor();
  await noor.sees("Sorry, Mika had to go, and nobody else is here yet.");
  // What she writes while she waits goes where the rest is.
  await noor.say("please stay");
  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn();
  await bela.available();
  await bela.take();
  await noor.told("Luna is here");
  expect(await bela.lines()).toEqual(["them: hello", "them: it is bad again", "them: please stay"]);
  await bela.say("I am here now.");
  await noor.sees("I am here now.");
  await bela.page.context().close();
});

test("another language, chosen elsewhere: the whole console is in it at once, with every word that was typed", async () => {
  await anna.page.fill(".compose textarea", "half a sentence");
  const { values } = account(house.helpline.db, house.anna.id)!;
  await act(house, house.anna, (tx, emit) =>
    setMember(tx, emit, { staffId: house.anna.id, values: { ...values, language: "fr" } }),
  );
  await anna.page.waitForSelector("html[lang=fr] #bar[lang=fr]");
  await anna.page.locator(".pane .send", { hasText: "Envoyer" }).waitFor();
  await expect.poll(() => anna.page.inputValue(".compose textarea")).toBe("half a sentence");
});

test("whoever takes nobody has no switch that would say they are there", async () => {
  await member(house.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  const sven = await page({ width: 1280 });
  await sven.goto(`${house.origin}/staff/sign-in`);
  await sven.fill("#name", "sven");
  await sven.fill("#password", password);
  await sven.click(".fields .main");
  await sven.waitForURL(`${house.origin}/admin`);
  await sven.goto(`${house.origin}/staff`);
  await sven.waitForSelector("#bar");
  expect(await sven.locator("#availability").count()).toBe(0);
  await sven.context().close();
});
