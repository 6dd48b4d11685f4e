import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { givenLinks, withdrawInvitation } from "#src/staff/accounts/given-links.ts";
import { invite } from "#src/staff/accounts/invitation.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor } from "#tests/support/people/people.ts";

// What only a browser shows of a link that makes an account.

let house: Server;
let address: string;
beforeEach(async () => {
  house = await server();
  const token = await act(house, house.aino, (tx, emit) => invite(tx, emit, { roles: ["counsellor"], first: false }));
  address = `${house.origin}/staff/welcome/${token}`;
});
afterEach(() => house.stop());
afterAll(close);

test("a link that is withdrawn while somebody types says so at once", async () => {
  const lena = await page();
  await lena.goto(address);
  const [link] = givenLinks(house.helpline.db, house.helpline.clock.now());
  await act(house, house.aino, (tx, emit) => withdrawInvitation(tx, emit, { invitationId: link!.id }));
  expect(await lena.textContent("#over")).toBe("");
  await lena.locator("#real_name").pressSequentially("Lena");
  await lena.locator("#over", { hasText: "This link has been used or withdrawn" }).waitFor();
  await lena.context().close();
});

test("the password can be looked at, and is hidden again when it is sent; a refusal is where the cursor is, and in the title", async () => {
  const lena = await page();
  await lena.goto(address);
  await lena.fill("#password", "short");
  const button = lena.locator("[data-show]");
  expect(await lena.getAttribute("#password", "type")).toBe("password");
  await button.click();
  expect(await lena.getAttribute("#password", "type")).toBe("text");
  expect(await button.textContent()).toBe("Hide password");
  await lena.click(".fields .main");
  await lena.locator(".summary").waitFor();
  expect(await lena.title()).toMatch(/^Error: /);
  expect(await lena.evaluate("document.activeElement.className")).toBe("error summary");
  expect(await lena.getAttribute("#password", "type")).toBe("password");
  await lena.context().close();
});

test("without scripts there is no button that does nothing", async () => {
  const lena = await page({ js: false });
  await lena.goto(address);
  expect(await lena.locator("[data-show]").isVisible()).toBe(false);
  await lena.context().close();
});

test.each([{ js: true }, { js: false }])(
  "a new link is copied by a button, which only scripts show: %j",
  async ({ js }) => {
    const self = await counsellor(house, { name: "aino", js });
    const aino = self.page;
    await aino.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await self.signIn("/admin/staff");
    await aino.check("[name=roles][value=counsellor]");
    await aino.click("main .main");
    const link = await aino.inputValue("#invitation");
    const button = aino.locator("[data-copied]");
    expect(await button.isVisible()).toBe(js);
    if (js) {
      await button.click();
      await aino.locator("[data-copied]", { hasText: "Copied" }).waitFor();
      expect(await aino.evaluate("navigator.clipboard.readText()")).toBe(link);
    }
    await aino.context().close();
  },
);
