import fc from "fast-check";
import { expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { catalog, languages } from "#src/i18n/i18n.ts";
import { currentTexts } from "#src/settings/texts/texts.ts";
import { youthTexts } from "#src/settings/texts/youth-texts.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, give, type Person, person, script, staff, youth } from "#tests/support/house/http.ts";
import { leave, replaceEveryText, sign } from "#tests/support/made/own-texts.ts";

/** Noor talks, Sam waits, somebody stands at the door. */
async function arranged() {
  const line = await house();
  const { files } = line;
  await open(line);
  const [noor, sam] = [await youth(line, "my words"), await youth(line, "my words")];
  await give(line, noor.id, line.anna);
  return { line, files, noor, sam };
}

const pages = async (line: House, noor: Person, sam: Person) => {
  const nobody = person(line);
  const asked: [Person, string][] = [
    [nobody, "/"],
    [nobody, "/how"],
    [nobody, "/help"],
    [nobody, "/not-here"],
    [noor, "/"],
    [noor, "/box"],
    [sam, "/"],
    [sam, "/box"],
  ];
  const answers = [];
  for (const [who, path] of asked) answers.push(await who.get(path, { "Accept-Language": "en" }));
  answers.push(await nobody.post("/start", { text: "x".repeat(4_500), client_id: clientId(), rules: "1" }));
  return answers;
};

const bits = [
  "{alias}",
  "{time}",
  "{waiting}",
  "{waiting, plural, other {#}}",
  "{when}",
  "{number}",
  "{",
  "}",
  "<",
  ">",
  "'",
  "<link>",
  "</link>",
  "<strong>",
  "</strong>",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "&lt;",
  "&",
  '"',
  "\u0000",
  "\n",
  "\u202e",
  "\ud800",
  "{time, date, ::yyyy}",
  "#",
  "{x, select, other {<link>}}",
]; // prettier-ignore

test("whatever stands in the table, every page comes, and none of it is ever read as HTML", async () => {
  const { line, noor, sam } = await arranged();
  const text = fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 4 })), { maxLength: 8 });
  const rows = fc.dictionary(fc.constantFrom<string>(...youthTexts()), text, { minKeys: 20, maxKeys: 120 });
  await fc.assert(
    fc.asyncProperty(rows, async (texts) => {
      await line.helpline.db.change("porchlight", (tx) => tx.run(q.deleteFrom("own_text")));
      const own = Object.entries(texts).map(([key, pieces]) => ({
        ...{ language: "en", key, standard: "" },
        text: pieces.join(""),
      }));
      await leave(line, own);
      for (const { status, text } of await pages(line, noor, sam)) {
        expect([200, 404, 422]).toContain(status);
        expect(text).not.toMatch(/<script>alert|<img |onerror=alert\(1\)>/);
        expect(text).toContain("</");
      }
      expect(line.reported).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test("a text whose signs only look like HTML is read as it was written", async () => {
  const { line, noor, sam } = await arranged();
  // Quoted, these are letters like any other.
  await leave(line, [{ language: "en", key: "youth.door.title", text: "'<b>'Hi'</b>' & <3", standard: "" }]);
  await leave(line, [{ language: "en", key: "youth.door.free", text: "'<b>'Free'</b>' &amp;", standard: "" }]);
  const [door] = await pages(line, noor, sam);
  expect(door!.text).toContain("<h1>&lt;b&gt;Hi&lt;/b&gt; &amp; &lt;3</h1>");
  expect(door!.text).toContain("<li>&lt;b&gt;Free&lt;/b&gt; &amp;amp;</li>");
});

test("every refusal a young person meets is in the helpline’s own words; the staff’s are not", async () => {
  const { line, noor, sam } = await arranged();
  await replaceEveryText(line);
  const nobody = person(line);
  const refusals = [
    await nobody.get("/not-here"),
    await nobody.get("/not-here", script),
    await nobody.post("/send", { text: "hello", client_id: clientId() }, script),
    await nobody.post("/start", { text: "x" }, { "Sec-Fetch-Site": "cross-site" }),
    await noor.post("/send", { text: "", client_id: clientId() }, script),
    await noor.post("/send", { text: "x".repeat(4_500), client_id: clientId() }, script),
    await noor.post("/send", { text: "hello", client_id: "no" }, script),
    await noor.post("/send", { text: "x".repeat(300_000), client_id: clientId() }, script),
    await sam.post("/feeling", { moment: "before", value: "99" }, script),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([404, 404, 410, 403, 422, 422, 422, 413, 422]);
  for (const { text } of refusals) expect(text).toContain(sign);
  const anna = await staff(line, line.anna);
  for (const path of ["/staff", `/staff/conversation/${noor.id}`, "/staff/not-here", "/admin/texts"]) {
    expect((await anna.get(path)).text, path).not.toContain(sign);
  }
  expect((await nobody.get("/staff/sign-in")).text).not.toContain(sign);
  expect(line.reported).toEqual([]);
});

test("own texts are still there after a restart, in every language, and an open chat has them too", async () => {
  const { line, files, noor } = await arranged();
  await replaceEveryText(line);
  const again = await house({ files });
  expect(Object.keys(currentTexts(again.helpline.db))).toHaveLength(languages.length * youthTexts().length);
  const back = { ...person(again), cookies: noor.cookies };
  for (const language of languages) {
    const door = await person(again).get(`/?l=${language}`);
    expect(door.text).toContain(`lang="${language}"`);
    expect(door.text).not.toContain(catalog(language)["youth.frame.skip"]);
  }
  const news = await again.app.request("/updates", {
    method: "POST",
    headers: {
      ...script,
      "Sec-Fetch-Site": "same-origin",
      "Content-Type": "application/x-www-form-urlencoded",
      Cookie: [...back.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    },
    body: "after=0&v=0",
  });
  const words = await news.text();
  expect(words).toContain(sign);
  expect(words).not.toContain("trained volunteer");
});
