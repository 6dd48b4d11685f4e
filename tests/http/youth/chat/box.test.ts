import { beforeEach, expect, test } from "vitest";
import { cspHash } from "#src/crypto/hash.ts";
import { limits } from "#src/http/limits/limits.ts";
import { themeCss, themes } from "#src/settings/look/themes.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { type Answer, clientId, field, person, says, typed, youth } from "#tests/support/house/http.ts";

let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  line = await house();
  await open(line);
  noor = await youth(line, "first words");
});

test("GET /box is the composer alone, with a new client id each time", async () => {
  const first = await noor.get("/box");
  expect(first.status).toBe(200);
  expect(first.text).toContain('name="frame" value="1"');
  expect(first.text).not.toContain("first words");
  expect(first.headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
  expect(field((await noor.get("/box")).text, "client_id")).not.toBe(field(first.text, "client_id"));
});

test("sending from it answers with it again, and the words reach the chat", async () => {
  const page = (await noor.get("/box")).text;
  const sent = await noor.post("/send", { client_id: field(page, "client_id"), frame: "1", text: "from the frame" });
  expect(sent.to).toBe("/box");
  expect(typed((await noor.get("/box")).text)).toBe("");
  expect((await noor.get("/")).text).toContain("from the frame");
});

test("a refusal stays in the frame, with the words, and may be framed", async () => {
  const { status, text, headers } = await noor.post("/send", {
    client_id: clientId(),
    frame: "1",
    text: "x".repeat(5000),
  });
  expect(status).toBe(422);
  expect(text).toContain(says("error.too_long", { length: 5000, most: 4000 }));
  expect(typed(text)).toBe("x".repeat(5000));
  expect(text).toContain('name="frame" value="1"');
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
  expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
});

/** A refusal made for a frame: the way on leaves the frame, and nothing of a whole page stands in it. */
function framed(answer: Answer, status: number) {
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(/<a class="big" href="\/" target="_top">/);
  expect(answer.text).toContain('href="tel:112"');
  expect(answer.text).not.toMatch(/<header|<footer|href="\/leave"/);
  expect([...answer.text.matchAll(/<a [^>]*href="\/[^>]*>/g)].every(([link]) => link.includes('target="_top"'))).toBe(
    true,
  );
  expect(answer.headers.get("x-frame-options")).toBe("SAMEORIGIN");
}

test("after the end it is a sentence and a way out of the frame, and words that were typed come back", async () => {
  await noor.post("/end");
  const box = await noor.get("/box");
  framed(box, 410);
  expect(box.text).toContain(says("error.ended"));
  const sent = await noor.post("/send", { client_id: clientId(), frame: "1", text: "one <more> thing" });
  framed(sent, 410);
  expect(typed(sent.text, "kept-words")).toBe("one <more> thing");
});

test("without a conversation the frame says so too, and gives back the words", async () => {
  for (const path of ["/box", "/log"]) {
    const answer = await person(line).get(path);
    framed(answer, 410);
    expect(answer.text).toContain(says("error.ended"));
  }
  const sent = await person(line).post("/send", { client_id: clientId(), frame: "1", text: "is anybody there" });
  framed(sent, 410);
  expect(typed(sent.text, "kept-words")).toBe("is anybody there");
});

test("what is too big to be read is refused in the frame where the browser says that it is one", async () => {
  const form = { client_id: clientId(), frame: "1", text: "x".repeat(limits.bodyBytes) };
  framed(await noor.post("/send", form, { "Sec-Fetch-Dest": "iframe" }), 413);
  const page = await noor.post("/send", form, { "Sec-Fetch-Dest": "document" });
  expect(page.text).toContain("<header");
});

test("the frames have a small style sheet of their own, named in their policy", async () => {
  const { frameCss } = line.helpline.assets;
  const { text, headers } = await noor.get("/box");
  const [, sheet] = /<style>(.*?)<\/style>/s.exec(text)!;
  expect(sheet).toBe(themeCss(themes.violet) + frameCss);
  const policy = (answer: Headers) => answer.get("content-security-policy")!;
  expect(policy(headers)).toContain(`style-src '${cspHash(sheet!)}';`);
  expect(policy((await noor.get("/")).headers)).not.toContain(cspHash(sheet!));
  expect(frameCss).not.toContain("header{");
});
