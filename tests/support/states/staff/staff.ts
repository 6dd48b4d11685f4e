import type { Page } from "playwright-core";
import { setGoal } from "#src/conversation/colleagues/goal.ts";
import { keepChosen } from "#src/conversation/messages/intake.ts";
import { askNeighbour, openMailbox } from "#src/demo/outside.ts";
import type { DemoAccount } from "#src/http/server/context.ts";
import { translate } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { listenOnBun } from "#src/listen-bun.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { type Answers, noAnswers } from "#src/settings/assessment.ts";
import { invite } from "#src/staff/accounts/invitation.ts";
import { staffMember } from "#src/staff/staff.ts";
import { page } from "#tests/support/browser/browser.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { somePlaces } from "#tests/support/house/places.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { another, gone, type LookAt, newest, type TimedServer, write } from "#tests/support/states/youth/youth.ts";

/** Goes through every staff state with JavaScript, in the language of Anna's account. */
export async function everyStaffState(house: TimedServer, lookAt: LookAt): Promise<void> {
  await beforeSigningIn(house, lookAt);
  const anna = await counsellor(house);
  const noor = await young(house);
  const sam = await young(house);
  await anna.signIn();
  await anna.page.waitForSelector("#sound:not([hidden])");
  await lookAt("staff-empty", anna.page);
  await anna.available();
  await noor.start("my friends made a new group without me and I can see it");
  const first = newest(house);
  const chosen: Answers = { ...noAnswers, urgent: "soon", topics: ["friends_love", "bullying"], age: "13-14" };
  await comesIn(house, "je peux parler de quelque chose ?", { language: "fr", chosen });
  await anna.page.waitForSelector("#queue .row >> nth=1");
  await lookAt("staff-queue", anna.page);
  // By name: the next one would be a speaker of her language.
  await anna.page.press(`#claim-${first}`, "Enter");
  await anna.page.waitForSelector(`#pane-${first}`);
  await act(house, house.anna, (tx) => keepChosen(tx, first, chosen));
  await anna.page.reload();
  await theConversation(house, anna, noor, first, lookAt);
  // Earlier ones have lost their place: ten minutes passed on this clock.
  await runJob(house.helpline, jobs.find((job) => job.name === "young persons who are gone")!);
  await another(house, "why does nobody like me");
  const second = newest(house);
  // By key: a pointer press where another row has just stood is asked for again.
  await anna.page.press(`#claim-${second}`, "Enter");
  await anna.page.waitForSelector(`#pane-${second}`);
  await anna.page.goto(`${house.origin}/staff/conversation/${first}?beside=${second}`);
  await write(house, second, "youth", "hello?");
  await anna.page.waitForSelector(`#pane-${second} .m.youth >> nth=1`);
  const goal = { conversationId: first, staffId: house.anna.id, text: "to know whom I can sit with tomorrow at lunch" };
  await act(house, house.anna, (tx, emit) => setGoal(tx, emit, goal));
  await anna.page.waitForSelector(`#goal-${first}`);
  await lookAt("staff-two", anna.page);
  await anna.page.click("#me summary");
  await anna.page.click("#me form button");
  await lookAt("staff-sign-out-asks", anna.page);
  await anna.page.goto(`${house.origin}/staff/conversation/${first}?beside=${second}`);
  await theEnds(house, anna, { noor, sam, first }, lookAt);
  await anna.page.context().close();
  await forAdmins(house, lookAt);
}

async function beforeSigningIn(house: TimedServer, lookAt: LookAt) {
  const nobody = await page();
  await nobody.goto(`${house.origin}/staff/sign-in`);
  await lookAt("staff-sign-in", nobody);
  await nobody.fill("#name", "anna");
  await nobody.fill("#password", "not these words");
  await nobody.click(".fields .main");
  await nobody.waitForSelector(".error");
  await lookAt("staff-sign-in-error", nobody);
  const accounts: DemoAccount[] = [
    { name: "anna", alias: "Mika", roles: ["counsellor"], password },
    { name: "bela", alias: "Luna", roles: ["counsellor", "supervisor"], password },
  ];
  const demo = { accounts, mailbox: openMailbox(), ask: askNeighbour };
  const show = listenOnBun({ ...house.helpline, config: { ...house.helpline.config, port: 0 }, demo });
  await nobody.goto(`http://localhost:${show.port}/staff/sign-in`);
  await lookAt("staff-sign-in-demo", nobody);
  const nowhere = {
    host: "localhost",
    port: 25,
    security: "none",
    login: "",
    senderAddress: "",
    senderName: "",
  } as const;
  const letter = { to: "noor@school.example", subject: "You asked for a message", text: "Hi", messageId: "", at: 0 };
  await demo.mailbox.send({ ...nowhere, password: "" }, letter);
  await nobody.click("[href='/staff/demo/mails']");
  await lookAt("staff-demo-mails", nobody);
  await nobody.goto("about:blank");
  await show.stop();
  const token = await house.helpline.db.change("command line", (tx, emit) =>
    invite(tx, emit, { roles: ["counsellor", "admin"], first: false }),
  );
  await nobody.goto(`${house.origin}/staff/welcome/${token}`);
  await lookAt("staff-welcome", nobody);
  const same = {
    "#alias": "Mika",
    "#real_name": "Mika",
    "#name": "mika",
    "#password": "long enough to stand",
  };
  for (const [field, text] of Object.entries(same)) await nobody.fill(field, text);
  await nobody.click(".fields .main");
  await nobody.waitForSelector(".wrong:not(:empty)");
  await lookAt("staff-welcome-errors", nobody);
  await nobody.goto(`${house.origin}/staff/welcome/${"0".repeat(43)}`);
  await lookAt("staff-link-used", nobody);
  await nobody.context().close();
}

async function theConversation(house: TimedServer, anna: Counsellor, noor: Young, id: number, lookAt: LookAt) {
  const { page } = anna;
  const words = translate(staffMember(house.helpline.db, house.anna.id)!.language);
  await anna.say("Hi, I am Mika. That hurts to see. When did you find out?");
  await noor.say("this morning");
  await noor.say("they post pictures all day long");
  await anna.sees("they post pictures");
  await page.fill(`#say-${id}`, "I wonder what it is like to");
  await lookAt("staff-one", page);
  await theReferrals(house, page, id, lookAt);
  await page.click(".end summary");
  await lookAt("staff-end-asks", page);
  await page.click("[data-shut]");
  await page
    .locator("#console")
    .press("?")
    .catch(() => {});
  await page.locator(".scroll").press("?");
  await page.waitForSelector("#keys[open]");
  await lookAt("staff-keys", page);
  await page.keyboard.press("Escape");
  await noor.page.goto("about:blank");
  await gone(house, id);
  house.clock.pass(6_000);
  await anna.state(words("staff.connection.lost"));
  await lookAt("staff-connection-lost", page);
  house.clock.pass(9 * 60_000);
  await anna.state(words("staff.connection.away"));
  await lookAt("staff-away", page);
  await noor.come();
  await noor.page.click("form[action='/continue'] .big");
  await page.waitForSelector(`#back-${id} button:visible`);
  await lookAt("staff-back", page);
  await page.context().setOffline(true);
  await page.waitForSelector("#offline:not(:empty)");
  await lookAt("staff-offline", page);
  await page.context().setOffline(false);
  await page.waitForSelector("#offline:empty", { state: "attached" });
}

/** Entries that help, from the search to the noted outcome. */
async function theReferrals(house: TimedServer, page: Page, id: number, lookAt: LookAt) {
  const { suicide, shelter } = await somePlaces(house.helpline.db);
  await page.locator(".scroll").press("r");
  await page.waitForSelector(".found-row");
  await lookAt("staff-referrals", page);
  await page.check(`#place-${id}-${suicide}`);
  await page.check(`#place-${id}-${shelter}`);
  await page.waitForSelector(".preview-cards .card >> nth=1");
  await lookAt("staff-referrals-card", page);
  await page.click(`#send-cards-${id}`);
  await page.waitForSelector(`#log-${id} .sent-cards`);
  await page.locator(".how-far").first().click();
  await page.check(".went[open] [value=accompanied]");
  await page.click(".went[open] .second");
  await page.waitForSelector(".went .wrong");
  await lookAt("staff-referrals-sent", page);
  await page.fill(`#words-${id}`, "xyzzy");
  await page.waitForSelector(".nothing");
  await page.locator(".went[open] summary").click();
  await lookAt("staff-referrals-nothing", page);
  await page.fill(`#words-${id}`, "life");
  await page.waitForSelector("[data-words=life]");
  await page.locator(".report").first().click();
  await page.waitForSelector("#report");
  await page.click("#report .main");
  await page.waitForSelector("#report .wrong:not(:empty)");
  await lookAt("staff-report", page);
  await page.click("#report [data-shut-report]");
  await page.locator(`#words-${id}`).press("Escape");
  await page.waitForSelector(`#say-${id}:focus`);
}

async function theEnds(
  house: TimedServer,
  anna: Counsellor,
  { noor, sam, first }: { noor: Young; sam: Young; first: number },
  lookAt: LookAt,
) {
  const { page } = anna;
  await page.goto(`${house.origin}/staff/conversation/${first}`);
  await noor.page.route("https://www.wikipedia.org/", (route) => route.fulfill({ body: "an ordinary page" }));
  await noor.page.click("#leave");
  await page.waitForSelector(".over");
  await lookAt("staff-left-fast", page);
  await page.click(`#close-${first}`);
  await page.waitForSelector(".close-ask");
  await page.click(`#close-${first}`);
  await page.waitForSelector(".room");
  await lookAt("staff-room", page);
  await sam.start("can I ask something");
  const last = await anna.take();
  await anna.end();
  await lookAt("staff-ended", page);
  await house.helpline.db.change(`conversation:${last}`, (tx, emit) => eraseChat(tx, emit, { conversationId: last }));
  await page.waitForSelector(".pane.outside .whose");
  await lookAt("staff-erased", page);
  await page.reload();
  await lookAt("staff-erased-record", page);
  await noor.page.context().close();
  await sam.page.context().close();
  if (last !== newest(house)) throw new Error("another conversation was taken than the one begun last");
}

async function forAdmins(house: TimedServer, lookAt: LookAt) {
  const aino = await counsellor(house, { name: "aino" });
  const { page } = aino;
  await aino.signIn();
  await page.goto(`${house.origin}/admin/staff`);
  await lookAt("staff-colleagues", page);
  await page.click(".fields .main");
  await page.waitForSelector("#invitation");
  await lookAt("staff-invitation", page);
  await page.goto(`${house.origin}/staff/conversation/999`);
  await lookAt("staff-refused", page);
  await page.context().close();
}

/** Goes through what differs without JavaScript: the console and a conversation as plain pages. */
export async function everyPlainStaffState(house: TimedServer, lookAt: LookAt): Promise<void> {
  const anna = await counsellor(house, { js: false });
  await anna.signIn();
  await anna.available();
  await another(house, "hello?");
  const refreshed: Page = anna.page;
  await refreshed.goto(`${house.origin}/staff`);
  await lookAt("staff-plain-queue", refreshed);
  await anna.take();
  await lookAt("staff-plain-one", refreshed);
  const { suicide } = await somePlaces(house.helpline.db);
  await refreshed.goto(`${refreshed.url()}/referrals`);
  await refreshed.check(`[name=service][value="${suicide}"]`);
  await refreshed.click(".on-card .plain");
  await lookAt("staff-plain-referrals", refreshed);
  await refreshed.context().close();
}
