import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { secondStepOf } from "#src/staff/sign-in/second-step.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { password } from "#tests/support/house/helpline.ts";
import { says } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { rows } from "#tests/support/house/tables.ts";

// Passkeys with an authenticator that Chromium plays itself (WebAuthn Level 3, section 11).

let house: Server;
let anna: Page;

beforeEach(async () => {
  house = await server();
  anna = await page({ width: 1280 });
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await anna.context().close();
  await house.stop();
});
afterAll(close);

async function withAuthenticator(at: Page) {
  const cdp = await at.context().newCDPSession(at);
  await cdp.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasUserVerification: true,
    isUserVerified: true,
  } as const;
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { ...options, automaticPresenceSimulation: true },
  });
  return { cdp, authenticatorId };
}

async function givesPassword() {
  await anna.goto(`${house.origin}/staff/sign-in`);
  await anna.fill("#name", "anna");
  await anna.fill("#password", password);
  await anna.click(".fields .main");
}

async function signsOut() {
  await anna.goto(`${house.origin}/staff/me`);
  await anna.click("form[action='/staff/sign-out'] button");
  await anna.waitForURL(`${house.origin}/staff/sign-in`);
}

test("made with one touch, it signs in without a code; a copy of it, or what it said once, does not; removed, the password is enough", async () => {
  const { cdp, authenticatorId } = await withAuthenticator(anna);
  await givesPassword();
  await anna.waitForURL(`${house.origin}/staff`);
  await anna.goto(`${house.origin}/staff/me/second`);
  await anna.click("#new_key button");
  await anna.locator("#codes li >> nth=9").waitFor();
  expect(secondStepOf(house.helpline.db, house.anna.id)).toEqual({ appSince: null, codesLeft: 10, keys: 1 });
  const [code] = await anna.locator("#codes code").allTextContents();
  await anna.getByText(says("session.second.codes_kept")).click();
  await anna.waitForURL(`${house.origin}/staff`);
  await signsOut();

  // She has no app: nothing of one is asked, and Enter in the field sends one of the codes she wrote down.
  await givesPassword();
  await anna.getByText(says("session.step.lead_key")).waitFor();
  expect(await anna.locator("#main").textContent()).not.toContain(says("session.step.hint"));
  await anna.fill("#code", code!);
  await anna.press("#code", "Enter");
  await anna.waitForURL(`${house.origin}/staff`);
  await signsOut();

  await givesPassword();
  await anna.locator("#code").waitFor();
  const sent = anna.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/code"));
  await anna.click("[data-by-key] button");
  await anna.waitForURL(`${house.origin}/staff`);
  const said = (await sent).postData()!;
  expect(new URLSearchParams(said).get("key")).toContain("authenticatorData");
  const again = await fetch(`${house.origin}/staff/sign-in/code`, {
    method: "POST",
    body: new URLSearchParams(said),
    headers: { "Sec-Fetch-Site": "same-origin" },
    redirect: "manual",
  });
  expect(again.headers.getSetCookie()).toEqual([]);

  // Somebody copied it when it had been used less often.
  house.files.data.prepare("UPDATE staff_passkey SET counter = 1000000").run();
  await signsOut();
  await givesPassword();
  await anna.click("[data-by-key] button");
  await anna.locator(".summary").waitFor();
  expect(await anna.locator(".summary").textContent()).toContain(says("session.step.wrong_key"));
  expect(await anna.locator(".summary h2").textContent()).toBe(says("session.step.refused"));
  house.files.data.prepare("UPDATE staff_passkey SET counter = 0").run();
  await anna.click("[data-by-key] button");
  await anna.waitForURL(`${house.origin}/staff`);

  // Asked again, it is enough beside the password.
  house.files.data.prepare("UPDATE staff_session SET confirmed_at = 0").run();
  await anna.goto(`${house.origin}/staff/me/second`);
  await anna.click("#keys button");
  await anna.fill("#confirm_password", password);
  await anna.click("[data-by-key] button");
  await anna.waitForURL(`${house.origin}/staff/me/second`);
  expect(rows(house.files, "staff_passkey")).toEqual([]);
  expect(rows(house.files, "staff_recovery_code")).toEqual([]);
  await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
}, 120_000);

test("where nothing comes of it the page says so, and the code is still there", async () => {
  const { cdp, authenticatorId } = await withAuthenticator(anna);
  await givesPassword();
  await anna.waitForURL(`${house.origin}/staff`);
  await anna.goto(`${house.origin}/staff/me/second`);
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
  // As a browser does when somebody says no.
  await anna.evaluate("navigator.credentials.create = () => Promise.reject(new DOMException())");
  await anna.click("#new_key button");
  await anna.locator("[data-failed]:not(:empty)").waitFor();
  expect(await anna.locator("[data-failed]").textContent()).toBe(says("session.key.failed"));
  expect(rows(house.files, "staff_passkey")).toEqual([]);
}, 120_000);
