import { beforeEach, expect, test } from "vitest";
import { callbackMail, maxMail } from "#src/callback/words.ts";
import { line } from "#src/hours/lines.ts";
import { exampleMails } from "#src/http/frame/mail-examples.ts";
import { type Key, languages, translate } from "#src/i18n/i18n.ts";
import { linkOrigin } from "#src/mail/links.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { currentTexts, standardOf, textsFor, textsWith } from "#src/settings/texts/texts.ts";
import { youthTexts } from "#src/settings/texts/youth-texts.ts";
import { undoSettings } from "#src/settings/undo.ts";
import { act, says } from "#tests/support/house/http.ts";
import type { Sheet } from "#tests/support/people/plain-form.ts";
import { inField, shown, type TextsDesk, textId, textsDesk } from "#tests/support/people/texts-desk.ts";

let at: TextsDesk;
beforeEach(async () => {
  at = await textsDesk();
});

const db = () => at.line.helpline.db;
const origin = "https://chat.a-rather-long-name-of-a-helpline.example.org";

/** What is said beside a field where something is wrong with it. */
const wrong = ({ answer }: Sheet, key: string) =>
  answer.text.match(new RegExp(`<p id="${textId(key)}-note" class="wrong">([^<]*)<`))?.[1];

/** The standard text of a key, and so many words more: with more bytes than letters, since a mail is counted in bytes. */
const padded = (key: Key, n: number) => `${standardOf(`en ${key}`)} ${"and… on ".repeat(n)}`.trim();

test("the mails to young people and to the staff stand in a group of their own, with whoever may read them", async () => {
  const page = await at.texts("?language=en&group=mails");
  const mails = youthTexts().filter((key) => key.startsWith("mail."));
  expect(shown(page)).toEqual(mails);
  expect(mails).toContain("mail.callback.first");
  expect(mails).toContain("mail.staff.invite.text");
  expect(mails.filter((key) => key.startsWith("mail.test") || key.startsWith("mail.address"))).toEqual([]);
  expect(page.words()).toContain(says("admin.texts.mails"));
});

test("every text of the mails stands in one of them, and none as shipped is longer than 1 KB in any language", () => {
  for (const language of languages) {
    const mails = exampleMails(translate(language), db(), origin, true);
    const keys = new Set(mails.flatMap((mail) => mail.keys));
    expect([...keys].sort()).toEqual(
      youthTexts()
        .filter((key) => key.startsWith("mail."))
        .sort(),
    );
    const longest = Math.max(...mails.map(({ text }) => Buffer.byteLength(text)));
    expect(longest, language).toBeLessThanOrEqual(maxMail);
  }
});

test("an own text stands in the mail that is sent", async () => {
  const page = await at.texts("?language=en&group=mails");
  await at.send(page, { "mail.callback.first": "Hi, we have time for you now:" });
  const mail = callbackMail(db(), { language: "en", link: origin, last: false, line: line(db(), 1)!, at: 0 });
  expect(mail.text).toMatch(/^Hi, we have time for you now:\n/);
});

test("a text that loses its placeholder is refused beside its field", async () => {
  const page = await at.texts("?language=en&group=mails");
  const after = await at.send(page, { "mail.staff.invite.text": "Come and join us.", "mail.callback.times": "Often." });
  expect(after.answer.status).toBe(422);
  expect(wrong(after, "mail.staff.invite.text")).toBe(
    says("admin.texts.problem.placeholder_missing", { part: "{helpline}" }),
  );
  expect(wrong(after, "mail.callback.times")).toContain("{times}");
  expect(inField(after, "mail.staff.invite.text")).toBe("Come and join us.");
  expect(currentTexts(db())).toEqual({});
});

test("texts that may each stand are refused where together they make a mail longer than 1 KB, with how much", async () => {
  const page = await at.texts("?language=en&group=mails");
  const last = padded("mail.callback.last", 17);
  const link = padded("mail.callback.link", 22);
  const both = await at.send(page, { "mail.callback.last": last, "mail.callback.link": link });
  expect(both.answer.status).toBe(422);
  const config = at.line.helpline.config;
  const long = exampleMails(
    translate("en", new Map([["mail.callback.last", last] as const, ["mail.callback.link", link] as const])),
    db(),
    config.publicAddress?.origin ?? `http://localhost:${config.port}`,
    true,
  );
  const over = Buffer.byteLength(long[1]!.text) - maxMail;
  expect(over).toBeGreaterThan(0);
  const sentence = says("admin.texts.problem.mail_too_long", { part: String(over) });
  expect(wrong(both, "mail.callback.last")).toBe(sentence);
  expect(wrong(both, "mail.callback.link")).toBe(sentence);
  expect(wrong(both, "mail.callback.reply")).toBeUndefined();
  expect(currentTexts(db())).toEqual({});

  // The one alone may stand; then the other is too much beside it.
  await at.send(await at.texts("?language=en&group=mails"), { "mail.callback.last": last });
  expect(currentTexts(db())).toEqual({ "en mail.callback.last": last });
  const second = await at.send(await at.texts("?language=en&group=mails"), { "mail.callback.link": link });
  expect(wrong(second, "mail.callback.link")).toBe(sentence);
  expect(wrong(second, "mail.callback.last")).toBeUndefined();
  expect(currentTexts(db())).toEqual({ "en mail.callback.last": last });
});

/** How many bytes the last mail to a young person is too long now, or with other texts. */
const tooLong = (texts = new Map<Key, string>()) => {
  const [, last] = exampleMails(textsWith(db(), "en", texts), db(), linkOrigin(at.line.helpline.config), true);
  return Buffer.byteLength(last!.text) - maxMail;
};

/** Texts of it that just fit together, beside others. */
function fitting(others: Record<string, string> = {}): Record<string, string> {
  const last = padded("mail.callback.last", 17);
  const all = (n: number) => ({
    ...others,
    "mail.callback.last": last,
    "mail.callback.link": padded("mail.callback.link", n),
  });
  const fits = (n: number) => tooLong(new Map(Object.entries(all(n)) as [Key, string][])) <= 0;
  return all([...Array(23).keys()].reverse().find(fits)!);
}

test("where a text that goes back to the standard makes a mail too long, the page says which of the others to shorten", async () => {
  const mails = () => at.texts("?language=en&group=mails");
  await at.send(await mails(), fitting({ "mail.callback.reply": "Nobody reads replies." }));
  expect(Object.keys(currentTexts(db()))).toHaveLength(3);
  expect((await mails()).answer.text).not.toContain("old-text");
  const reset = await (await mails()).press("reset en mail.callback.reply", "form#texts");
  expect(tooLong()).toBeGreaterThan(0);
  expect(reset.words(".old-text")).toContain(says("admin.texts.long", { over: tooLong() }));
  // What is too long does not go out.
  const { text } = callbackMail(db(), {
    language: "en",
    link: origin.repeat(2),
    last: true,
    line: line(db(), 1)!,
    at: 0,
  });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxMail);
});

test("after an undo under a longer address, which makes a mail too long again, the page says so", async () => {
  await at.send(await at.texts("?language=en&group=mails"), fitting());
  await (await at.texts()).press("", "#history form");
  expect(currentTexts(db())).toEqual({});
  const { config } = at.line.helpline;
  at.line.helpline.config = { ...config, publicAddress: new URL(`https://${"chat.".repeat(20)}example.org`) };
  // Its own forms come from the address that the test is at, so the verb is called here.
  await act(at.line, at.line.aino, (tx, emit) =>
    undoSettings(tx, emit, { subject: "texts", changeId: settingsHistory.newest(tx, "texts") }),
  );
  const undone = await at.texts();
  expect(Object.keys(currentTexts(db()))).toEqual(["en mail.callback.last", "en mail.callback.link"]);
  expect(tooLong()).toBeGreaterThan(0);
  expect(undone.words(".old-text")).toContain(says("admin.texts.long", { over: tooLong() }));
});

test("the preview shows every mail as the form would make it, and leaves out what cannot stand", async () => {
  const get = (more: string) => at.aino.get(`/admin/texts/preview?language=nl&group=mails${more}`);
  const { status, text } = await get("");
  expect(status).toBe(200);
  expect(text).toContain('<html lang="nl"');
  for (const { subject } of exampleMails(textsFor(db(), "nl"), db(), origin)) expect(text).toContain(`<h2>${subject}`);
  // The times stand in the last one alone.
  expect(text.match(/18:00–22:00/g)).toHaveLength(1);
  const page = await at.texts("?language=en&group=mails");
  const fields = Object.fromEntries(page.fields("form#texts"));
  const made = await at.aino.post("/admin/texts/preview", {
    ...fields,
    "text.mail.callback.subject": "A line for you",
    "text.mail.staff.invite.text": "Without its part",
    preview_page: "mails",
    preview_language: "en",
  });
  expect(made.text).toContain("<h2>A line for you</h2>");
  expect(made.text).not.toContain("Without its part");
  expect(currentTexts(db())).toEqual({});
});
