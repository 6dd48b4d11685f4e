import { beforeEach, describe, expect, test } from "vitest";
import { languageNames } from "#src/i18n/i18n.ts";
import { shapeOf } from "#src/i18n/message.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { currentTexts, standardOf } from "#src/settings/texts/texts.ts";
import { textGroups, youthTexts } from "#src/settings/texts/youth-texts.ts";
import { person, says } from "#tests/support/house/http.ts";
import { leave } from "#tests/support/made/own-texts.ts";
import { type Sheet, sheet, sheetOf } from "#tests/support/people/plain-form.ts";
import { inField, shown, type TextsDesk, textId, textsDesk } from "#tests/support/people/texts-desk.ts";

let at: TextsDesk;
beforeEach(async () => {
  at = await textsDesk();
});

const db = () => at.line.helpline.db;

/** What is said beside a field where something is wrong with it. */
const wrong = ({ answer }: Sheet, key: string) =>
  answer.text.match(new RegExp(`<p id="${textId(key)}-note" class="wrong">([^<]*)<`))?.[1];

describe("the page", () => {
  test("every text young people read stands in one group, with the standard one beside it", async () => {
    const seen: string[] = [];
    for (const group of textGroups) {
      const page = await at.texts(`?language=en&group=${group}`);
      expect(page.words("h2")).toContain(says(`admin.texts.group.${group}`).replaceAll("&amp;", "&"));
      for (const key of shown(page)) {
        seen.push(key);
        expect(inField(page, key)).toBe(standardOf(`en ${key}`));
        expect(page.words(`#${textId(key)}-standard`)).toBe(standardOf(`en ${key}`).replace(/\s+/g, " "));
      }
    }
    expect(seen).toEqual(youthTexts());
    const all = await at.texts("?group=all");
    expect(shown(all)).toEqual(youthTexts());
  });

  test("each in the language that was chosen, which links lead to", async () => {
    const page = await at.texts("?language=nl&group=closed");
    expect(inField(page, "youth.closed.again")).toBe(standardOf("nl youth.closed.again"));
    for (const language of Object.values(languageNames)) expect(page.words(".text-find")).toContain(language);
    expect(page.answer.text).toContain('href="/admin/texts?language=fr&amp;group=closed"');
  });

  test("the rules of the service are not among them, and it is said why and where they are", async () => {
    const page = await at.texts("?group=all");
    expect(page.answer.text).not.toContain("text.rules.");
    expect(page.words()).toContain("they follow your settings, so that no one promises what is not true");
    expect(page.answer.text).toContain('<a href="/admin/rules">');
  });

  test("what a text has to keep is shown with an example each, whatever it is", async () => {
    const page = await at.texts("?group=all");
    const asked = new Set(youthTexts().flatMap((key) => [...shapeOf("en", standardOf(`en ${key}`))!.ever]));
    for (const part of [...asked].filter((one) => !one.includes(","))) {
      const name = part.slice(1, -1);
      expect(page.answer.text, part).toMatch(
        part.startsWith("<")
          ? `<code>&lt;${name}&gt;…&lt;/${name}&gt;</code> <span class="soft">${says(`admin.texts.fill.${name}` as "admin.texts.fill.link")}</span>`
          : new RegExp(`<code>\\${part}</code> <span class="soft">[^<]+</span>`),
      );
    }
    expect(page.words()).toContain("Reads: Open · nobody waiting / Open · 1 waiting");
  });

  test("a search finds words of the standard text, of one’s own, and of the name, without accents; else says what to do", async () => {
    await at.meanwhile({ "en youth.chat.send": "Hop" });
    const found = async (query: string) => {
      const page = await at.texts(query);
      return youthTexts().filter((key) => page.answer.text.includes(`id="${textId(key)}"`));
    };
    expect(await found("?q=here to LISTEN")).toEqual(["youth.door.title"]);
    expect(await found("?q=hop")).toContain("youth.chat.send");
    expect(await found("?q=youth.helped.yes")).toEqual(["youth.helped.yes"]);
    expect(await found("?language=fr&q=fermes")).toContain("youth.shut.away.title");
    expect(await found("?q=you agree to how this works")).toEqual(["youth.door.agree", "youth.later.link.agree"]);
    const nothing = await at.texts("?q=potato%3Cb%3E");
    expect(nothing.words()).toContain("No text contains “potato<b>”. Try one word, or another language above.");
    expect(nothing.answer.text).toContain(`value="potato&lt;b&gt;"`);
  });
});

describe("saving", () => {
  test("one Save sets what was changed of all that stands there, and nothing else", async () => {
    const page = await at.texts("?group=all");
    const saved = await at.send(page, {
      "youth.door.title": "  We listen\r\n to you ",
      "youth.chat.send": "It's off",
      "youth.chat.hint": standardOf("en youth.chat.hint"),
    });
    expect(currentTexts(db())).toEqual({ "en youth.door.title": "We listen to you", "en youth.chat.send": "It’s off" });
    expect(saved.words("#saved")).toBe("Saved Undo");
    expect(saved.words(".history li")).toContain("English: “Send” → “It’s off”");
    expect(saved.words()).toContain("2 texts of your own");
    expect((await person(at.line).get("/?l=en")).text).toContain("data-send");
    const undone = await saved.press("", "form#undo");
    expect(undone.words("#saved")).toContain("Saved");
    expect(currentTexts(db())).toEqual({});
  });

  test("saved twice, or unchanged, nothing is different", async () => {
    const page = await at.texts();
    expect((await at.send(page, {})).words("#saved")).toBe("No changes to save");
    await at.send(page, { "youth.door.title": "We listen" });
    const again = await at.send(await at.texts(), {});
    expect(again.words("#saved")).toBe("No changes to save");
    expect(currentTexts(db())).toEqual({ "en youth.door.title": "We listen" });
    await at.send(await at.texts(), { "youth.door.title": standardOf("en youth.door.title") });
    expect(currentTexts(db())).toEqual({});
  });

  test("a placeholder removed or invented is refused beside its field; nothing typed is lost, nothing stored", async () => {
    const page = await at.texts("?group=all");
    const tried = {
      "youth.door.title": "We listen, {nobody}",
      "youth.door.agree": "You agree.",
      "youth.talking.here": "Somebody is here",
      "youth.door.secret": "A <b>secret</b> <link>why</link>",
      "youth.chat.send": "x".repeat(70),
      "youth.chat.hint": " ",
      "youth.chat.label": "Your {message",
      "youth.frame.call": "Call \u202e{number}",
    };
    const refused = await at.send(page, { ...tried, "youth.door.free": "No cost" });
    expect(refused.answer.status).toBe(422);
    expect(currentTexts(db())).toEqual({});
    expect(Object.keys(tried).map((key) => wrong(refused, key))).toEqual([
      "{nobody} can’t be used here. Remove it.",
      "&lt;link&gt;…&lt;/link&gt; is missing. Put it back into your sentence.",
      "{alias} is missing. Put it back into your sentence.",
      "&lt;b&gt;…&lt;/b&gt; can’t be used here. Remove it.",
      "This is 6 characters too long. Shorten it for small screens.",
      "This is empty. Write something, or use the standard text.",
      "One of { } &lt; &gt; is not opened or closed. Compare with the standard text.",
      "The text has hidden characters. Type it again.",
    ]);
    expect(inField(refused, "youth.door.title")).toBe("We listen, {nobody}");
    expect(inField(refused, "youth.door.free")).toBe("No cost");
    expect(refused.words(".summary")).toContain(says("admin.form.refused", { n: 8 }));
    expect(refused.answer.text).toContain(`href="#${textId("youth.door.title")}"`);
    expect(refused.answer.text).toMatch(new RegExp(`id="${textId("youth.door.agree")}"[^>]*aria-invalid="true"`));
  });

  test("an own text that is hard to read is said to be, and stands", async () => {
    const saved = await at.send(await at.texts(), {
      "youth.door.hint":
        "You can write as much or as little as you like about whatever it is: even antidisestablishmentarianism.",
    });
    expect(saved.words(".text")).toContain("One sentence has 17 words. Up to 12 is easier to read.");
    expect(saved.words(".text")).toContain("“antidisestablishmentarianism” is a long word. Is there a shorter one?");
    expect(saved.words(".text")).toContain("103 of 109 characters");
  });

  test("a first page that would become too heavy is refused with its weight, and nothing is stored", async () => {
    let state = 7;
    const noise = Array.from({ length: 14_000 }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return String.fromCharCode(0x3b1 + ((state >> 16) % 24));
    }).join("");
    await leave(at.line, [{ language: "nl", key: "youth.door.free", text: noise, standard: "" }]);
    const title = "Wij luisteren, dag en nacht, met koffie of thee, quiz en jazz";
    const refused = await at.send(await at.texts("?language=nl"), { "youth.door.title": title });
    expect(refused.answer.status).toBe(422);
    expect(refused.words("[role=alert]")).toMatch(
      /Not saved: a page young people open would be 1\d,\d{3} bytes, and only 10,240/,
    );
    expect(inField(refused, "youth.door.title")).toBe(title);
    expect(currentTexts(db())["nl youth.door.title"]).toBeUndefined();
    expect(settingsHistory.newest(db(), "texts")).toBe(0);
    // The way out is not shut: what makes nothing heavier is saved, and without the heavy one everything fits.
    await at.send(await at.texts("?language=nl"), { "youth.door.title": "Wij zijn er" });
    await at.send(await at.texts("?language=nl"), {}, "reset nl youth.door.free");
    await at.send(await at.texts("?language=nl"), { "youth.door.title": title });
    expect(currentTexts(db())).toEqual({ "nl youth.door.title": title });
  });

  test("a form that no page of ours sends is refused", async () => {
    const honest = { language: "en", group: "door", q: "", based_on: "0", do: "save" };
    for (const more of [
      { "text.rules.kept.title": "We keep nothing" },
      { "text.staff.sign_out": "Bye" },
      { "text.error.not_allowed": "No" },
      { "text.__proto__": "x" },
      { language: "de" },
    ]) {
      expect((await at.aino.post("/admin/texts", { ...honest, ...more })).status, JSON.stringify(more)).toBe(422);
    }
    expect(currentTexts(db())).toEqual({});
  });
});

test.each(["", "x", "-1", "999999"])("a form based on %j writes over nobody, and its words stay", async (basedOn) => {
  await at.send(await at.texts(), { "youth.door.free": "No cost" });
  const page = await at.texts();
  const fields = { ...Object.fromEntries(page.fields("form#texts")), "text.youth.door.title": "We listen", do: "save" };
  const told = sheetOf(at.aino, await at.aino.post("/admin/texts", { ...fields, based_on: basedOn }));
  expect(told.answer.status).toBe(422);
  expect(told.words("[role=alert]")).toContain(says("admin.history.unknown"));
  expect(inField(told, "youth.door.title")).toBe("We listen");
  expect(currentTexts(db())).toEqual({ "en youth.door.free": "No cost" });
  await at.send(told, {});
  expect(currentTexts(db())).toEqual({ "en youth.door.free": "No cost", "en youth.door.title": "We listen" });
});

describe("reset", () => {
  test("one text is as shipped again at once, and what was typed beside it is not lost", async () => {
    await at.send(await at.texts(), { "youth.door.title": "We listen", "youth.door.free": "No cost" });
    const page = await at.texts();
    const reset = await at.send(page, { "youth.door.hint": "Write a little" }, "reset en youth.door.title");
    expect(currentTexts(db())).toEqual({ "en youth.door.free": "No cost" });
    expect(inField(reset, "youth.door.title")).toBe(standardOf("en youth.door.title"));
    expect(inField(reset, "youth.door.hint")).toBe("Write a little");
    expect(reset.words("#unsaved")).toBe(says("admin.form.unsaved"));
    await at.send(reset, {});
    expect(currentTexts(db())).toEqual({ "en youth.door.free": "No cost", "en youth.door.hint": "Write a little" });
  });

  test.each(["reset", "keep"])("%s of what is no text of ours changes nothing", async (verb) => {
    const before = settingsHistory.latest(db(), "texts");
    const fields = Object.fromEntries((await at.texts()).fields("form#texts"));
    for (const name of ["constructor", "__proto__", "toString", "en constructor", "en __proto__", ""]) {
      const { status } = await at.aino.post("/admin/texts", { ...fields, do: `${verb} ${name}` });
      expect([name, status]).toEqual([name, 303]);
    }
    expect([currentTexts(db()), settingsHistory.latest(db(), "texts")]).toEqual([{}, before]);
  });

  test("a text that is as shipped has no such button", async () => {
    expect((await at.texts()).answer.text).not.toContain('value="reset ');
  });
});

describe("two admins at once", () => {
  test("the second sees what changed meanwhile and loses nothing typed; what they did not touch stays the first’s", async () => {
    const sven = await at.sven();
    const mine = await at.texts("?group=all");
    const theirs = await sheet(sven, "/admin/texts?group=all");
    await at.send(mine, { "youth.door.title": "We listen", "youth.door.free": "No cost" });
    const told = await at.send(theirs, { "youth.door.free": "It is free", "youth.chat.send": "Go" }, "save", sven);
    expect(told.answer.status).toBe(409);
    expect(told.words(".summary")).toContain("a colleague changed this in the meantime");
    expect(told.words(".summary")).toContain("Robin");
    expect(told.words(".summary")).toContain("English: “Free” → “No cost”");
    expect(["youth.door.free", "youth.chat.send", "youth.door.title"].map((key) => inField(told, key))).toEqual([
      "It is free",
      "Go",
      "We listen",
    ]);
    await at.send(told, {}, "save", sven);
    expect(currentTexts(db())).toEqual({
      "en youth.door.title": "We listen",
      "en youth.door.free": "It is free",
      "en youth.chat.send": "Go",
    });
  });

  test("an undo that comes too late undoes nothing and says so", async () => {
    const saved = await at.send(await at.texts(), { "youth.door.title": "We listen" });
    await at.meanwhile({ "en youth.chat.send": "Go" });
    const late = await saved.press("", "form#undo");
    expect(late.words("[role=alert]")).toContain(says("admin.history.not_undone"));
    expect(Object.keys(currentTexts(db()))).toHaveLength(2);
  });
});
