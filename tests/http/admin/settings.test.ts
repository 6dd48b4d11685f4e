import { beforeEach, describe, expect, test } from "vitest";
import { settingsPages } from "#views/admin/settings-index.tsx";
import { type Desk, desk } from "../../support/admin.ts";
import { member } from "../../support/helpline.ts";
import { says, staff } from "../../support/http.ts";
import { sheet } from "../../support/plain-form.ts";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const find = (words: string) => sheet(at.aino, `/admin/settings?q=${encodeURIComponent(words)}`);

test("every page of the settings stands there with what is set now, and opens", async () => {
  const page = await sheet(at.aino, "/admin/settings");
  expect(page.words(".subjects")).toMatch(/Name of the helpline Chat.*European Union 112.*Chats at once 2/);
  for (const [name, href] of settingsPages) {
    expect(page.answer.text).toContain(`<a href="${href}">${says(`admin.subject.${name}`)}</a>`);
    const opened = await at.aino.get(href);
    expect(opened.status, href).toBe(200);
    expect(opened.text).toContain(`href="${href}" aria-current="page"`);
  }
});

describe("the search", () => {
  test.each([
    ["words kept", "/admin/settings/keeping#retentionDays"],
    ["WIKIPEDIA", "/admin/settings/helpline#exitAddress"],
    ["112", "/admin/settings/emergency#emergency"],
    ["colour", "/admin/look"],
    ["holiday", "/admin/hours"],
    ["roles", "/admin/staff"],
  ])("%s", async (words, href) => {
    expect((await find(words)).answer.text).toContain(`<a href="${href}">`);
  });

  test("finds words without their accents", async () => {
    const french = await staff(at.line, await member(at.line.helpline, "lea", "Léa Maes", "Fox", ["admin"], "fr"));
    const page = await sheet(french, "/admin/settings?q=reglages%20apparence");
    expect(page.words("#found")).toMatch(/Rien trouvé/);
    expect((await sheet(french, "/admin/settings?q=numeros")).answer.text).toContain('href="/admin/settings/emergency');
  });

  test("nothing found: what to try instead, and the words stay in the field", async () => {
    const page = await find("<b>zebra");
    expect(page.words("#found")).toContain("Nothing found for “<b>zebra”.");
    expect(page.answer.text).not.toContain("<b>zebra");
    expect(page.answer.text).toContain('value="&lt;b&gt;zebra"');
    expect(page.answer.text).toContain(says("admin.settings.search_clear"));
  });
});
