import type { Page } from "playwright-core";
import { type OpenFiles, openMemory } from "#src/db/files.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import { invitePassword } from "#src/staff/sign-in/password.ts";
import { waitingSecret } from "#src/staff/sign-in/second-step.ts";
import { page } from "#tests/support/browser/browser.ts";
import { firstLink, withoutPeople } from "#tests/support/house/first-run.ts";
import { evening, password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { codeOf } from "#tests/support/keys/second.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";
import type { LookAt } from "#tests/support/states/youth/youth.ts";

/** Returns a house without accounts, and the address of the first link. */
export async function newHouse(): Promise<{ house: Server; files: OpenFiles; first: string }> {
  const files = openMemory(evening.now());
  const house = await server({ files });
  withoutPeople(files);
  return { house, files, first: `${house.origin}/staff/welcome/${await firstLink(house)}` };
}

/** Goes through every state of making the first account. */
export async function everyFirstRunState(lookAt: LookAt): Promise<Server> {
  const { house, first } = await newHouse();
  const aino = await page();
  await aino.goto(first);
  await lookAt("first-language", aino);
  await aino.click(".fields .main");
  await aino.locator(".wrong:not(:empty)").waitFor();
  await lookAt("first-language-wrong", aino);
  await aino.fill("#helpline", "Night porch");
  await aino.click(".fields .main");
  await aino.locator("#password").waitFor();
  await lookAt("first-account", aino);
  await aino.fill("#alias", "Luna");
  await aino.click(".fields .main");
  await aino.locator(".summary").waitFor();
  await lookAt("first-account-wrong", aino);
  await aino.context().close();
  return house;
}

/** Goes through every state of people and their accounts. */
export async function everyPeopleState(lookAt: LookAt): Promise<Server> {
  const house = await server();
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn();
  await links(house, aino, lookAt);
  await members(house, aino, lookAt);
  await ownPage(house, aino.page, lookAt);
  await secondSteps(house, aino.page, lookAt);
  await aino.page.context().close();
  return house;
}

/** Setting up a second step, signing in with it, and confirming with it. */
async function secondSteps(house: Server, aino: Page, lookAt: LookAt) {
  const { db, clock } = house.helpline;
  const second = `${house.origin}/staff/me/second`;
  await aino.goto(second);
  await lookAt("people-second-none", aino);
  await aino.click("form[action$='/app'] button");
  await aino.locator("#secret").waitFor();
  await aino.fill("#code", "000000");
  await aino.click(".fields .main");
  await aino.locator(".summary").waitFor();
  await lookAt("people-second-set-up", aino);
  await aino.fill("#code", codeOf(waitingSecret(db, house.aino.id)!, clock.now()));
  await aino.click(".fields .main");
  await aino.locator("#codes").waitFor();
  await lookAt("people-second-codes", aino);
  await aino.goto(second);
  await lookAt("people-second", aino);
  const guest = await page();
  await guest.goto(`${house.origin}/staff/sign-in`);
  await guest.fill("#name", "aino");
  await guest.fill("#password", password);
  await guest.click(".fields .main");
  await guest.locator("#code").waitFor();
  await lookAt("people-sign-in-code", guest);
  await guest.fill("#code", "0");
  await guest.click(".fields .main");
  await guest.locator(".summary").waitFor();
  await lookAt("people-sign-in-code-wrong", guest);
  await guest.context().close();
  house.files.data.prepare("UPDATE staff_session SET confirmed_at = 0").run();
  await aino.click("form[action$='/off'] button");
  await aino.locator("#confirm_password").waitFor();
  await lookAt("people-confirm", aino);
}

async function links(house: Server, { page: aino }: Counsellor, lookAt: LookAt) {
  await aino.goto(`${house.origin}/admin/staff`);
  await aino.click(".fields .main");
  await aino.locator("#invitation").waitFor();
  await aino.click(".ask summary");
  await lookAt("people-link", aino);
  await aino.goto(`${house.origin}/admin/staff/${house.anna.id}`);
  await aino.click("form[action$='/password'] button");
  await aino.locator("#invitation").waitFor();
  await lookAt("people-password-link", aino);
  const token = await act(house, house.aino, (tx, emit) =>
    invitePassword(tx, emit, { staffId: house.anna.id, madeBy: house.aino.id }),
  );
  const anna = await page();
  await anna.goto(`${house.origin}/staff/welcome/${token}`);
  await lookAt("people-new-password", anna);
  await anna.fill("#password", "short");
  await anna.click(".fields .main");
  await anna.locator(".summary").waitFor();
  await lookAt("people-new-password-wrong", anna);
  await anna.context().close();
}

async function members(house: Server, { page: aino }: Counsellor, lookAt: LookAt) {
  const anna = `${house.origin}/admin/staff/${house.anna.id}`;
  await aino.goto(anna);
  await aino.check("[name=roles][value=supervisor]");
  await aino.check("[name=languages][value=fr]");
  await aino.click(".fields .main");
  await aino.locator(".state.ok").waitFor();
  await aino.click("#close summary");
  await lookAt("people-member", aino);
  const { values } = account(house.helpline.db, house.anna.id)!;
  await act(house, house.bela, (tx, emit) =>
    setMember(tx, emit, { staffId: house.anna.id, values: { ...values, languages: ["nl"] } }),
  );
  await aino.click(".fields .main");
  await aino.locator(".summary").waitFor();
  await lookAt("people-meanwhile", aino);
  await aino.click("#close summary");
  await aino.click("#close button");
  await aino.locator(".once").waitFor();
  await lookAt("people-closed", aino);
  await aino.goto(`${house.origin}/admin/staff`);
  await lookAt("people-list", aino);
  await aino.goto(`${house.origin}/admin/staff/${house.aino.id}`);
  await aino.uncheck("[name=roles][value=admin]");
  await aino.click(".fields .main");
  await aino.locator(".wrong:not(:empty)").waitFor();
  await lookAt("people-last-admin", aino);
}

async function ownPage(house: Server, aino: Page, lookAt: LookAt) {
  await aino.goto(`${house.origin}/staff/me`);
  await lookAt("people-me", aino);
  await aino.fill("#alias", "Luna");
  await aino.click("form[action='/staff/me'] .main");
  await aino.locator(".summary").waitFor();
  await lookAt("people-me-wrong", aino);
}
