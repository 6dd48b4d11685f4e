import { beforeEach, expect, test } from "vitest";
import { repliesOf } from "#src/replies/replies.ts";
import { says } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const form = "form#reply";
const find = (name: string) => repliesOf(at.line.helpline.db, null).find((one) => one.name === name);

test("a reply is added, changed and found in its list again", async () => {
  const page = await sheet(at.aino, "/admin/replies/new?language=nl");
  const typed = { name: " Rustig  aan ", topic: "Gevoelens", text: "Neem\r\nde tijd, zegt {alias}." };
  const list = await page.fill(typed).press("save", form);
  expect(list.words("main")).toContain("Rustig aan");
  expect(find("Rustig aan")).toMatchObject({
    language: "nl",
    topic: "Gevoelens",
    text: "Neem\nde tijd, zegt {alias}.",
  });
  const again = await sheet(at.aino, `/admin/replies/${find("Rustig aan")!.id}`);
  expect(again.value("text")).toBe("Neem\r\nde tijd, zegt {alias}.");
  await again.fill({ name: "Rust" }).press("save", form);
  expect(find("Rust")).toMatchObject({ text: "Neem\nde tijd, zegt {alias}." });
});

test("what may not stand is refused beside its field, and nothing typed is lost", async () => {
  const before = stored(at.files, "staff_session");
  const page = await sheet(at.aino, "/admin/replies/new");
  const wrong = await page.fill({ name: "", text: "Hello {first_name}", topic: "t".repeat(41) }).press("save", form);
  expect(wrong.answer.status).toBe(422);
  expect(wrong.beside("name").wrong).toBe(says("admin.entry.problem.missing"));
  expect(wrong.beside("topic").wrong).toBe("This is too long: 40 characters at most.");
  expect(wrong.words("#text-note")).toBe(
    "{first_name} is not a known placeholder. You can use: {alias} {helpline} {closes} {next}",
  );
  expect(wrong.value("text")).toBe("Hello {first_name}");
  const twice = await (await sheet(at.aino, "/admin/replies/new?language=en"))
    .fill({ name: "greeting", text: "Hello" })
    .press("save", form);
  expect(twice.beside("name").wrong).toContain("Another reply in this language is called “greeting”");
  expect(twice.value("text")).toBe("Hello");
  expect(stored(at.files, "staff_session")).toEqual(before);
});

test("a colleague who was faster is told of, and to save again is to know", async () => {
  const mine = await sheet(at.aino, "/admin/replies/greeting.en");
  const sven = await at.sven();
  await (await sheet(sven, "/admin/replies/greeting.en")).fill({ text: "Ash’s words" }).press("save", form);
  const late = await mine.fill({ text: "my words" }).press("save", form);
  expect(late.answer.status).toBe(409);
  expect(late.words("[role=alert]")).toContain("Ash");
  expect(late.value("text")).toBe("my words");
  await late.press("save", form);
  expect(find("Greeting")!.text).toBe("my words");
});

test("the picture beside the form is the young person’s chat with what is known filled in", async () => {
  const path = "/admin/replies/greeting.en/preview";
  const { text, headers } = await at.aino.get(path);
  expect(text).toContain("Hi, I’m Robin from Chat.");
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
  const typed = await at.aino.post(path, { text: "Bye <b>{alias}</b> {closes}", language: "fr" });
  expect(typed.text).toContain("Bye &lt;b&gt;Robin&lt;/b&gt; {closes}");
  expect(typed.text).toContain('lang="fr"');
  expect(find("Greeting")!.text).toContain("{alias}");
});
