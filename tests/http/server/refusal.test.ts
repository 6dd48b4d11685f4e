import { beforeEach, expect, test, vi } from "vitest";
import { HelplineError } from "#src/errors.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, field, type Person, says, typed, unescaped, youth } from "#tests/support/house/http.ts";

// What a young person reads, without scripts, when something does not work: what happened, what to do, and whom to call.

const words = "things at home are bad <again>";
let line: House;
let clock: FakeClock;
let noor: Person & { id: number };

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line);
});

const broken = (error: Error) => vi.spyOn(line.helpline.db, "change").mockRejectedValueOnce(error);
/** As from a second tab, whose page a refusal takes the place of. */
const send = () => noor.post("/start", { client_id: clientId(), text: words });
const spend = () => {
  while (line.helpline.limiter.take("send", noor.id));
};

/** The sentence, and the one button that comes first. */
function said(page: string, sentence: string) {
  const [, shown = ""] = page.split("<main");
  expect(shown.slice(0, 500)).toContain(`<p role="alert">${sentence}`);
  expect(page.includes('href="tel:112"')).toBe(true);
  return /class="big"[^>]*>([^<]*)</.exec(shown)?.[1];
}

test.each([
  ["too fast", spend, 429, "error.too_fast"],
  ["the disk is full", () => broken(new HelplineError("not_stored")), 503, "error.not_stored"],
  ["something broke", () => broken(new Error("planted")), 500, "error.unexpected"],
] as const)("%s: the words stand there, and one button sends them once more, once", async (_, arrange, status, key) => {
  vi.spyOn(line.helpline, "report").mockReturnValue();
  arrange();
  const refused = await send();
  expect(refused.status).toBe(status);
  expect(refused.text.split("<main")[1]).toContain(`<h1>${says("youth.refused.title")}</h1>`);
  const [sentence] = says(key, { reference: "-" }).split("-");
  expect(said(refused.text, sentence!.slice(0, 40))).toBe(says("youth.moment.again"));
  expect(typed(refused.text, "kept-words")).toBe(words);
  expect(refused.text).toContain('<form class="narrow" method="post" action="/start">');
  clock.pass(60_000);
  const again = { client_id: field(refused.text, "client_id"), text: unescaped(field(refused.text, "text")) };
  expect(again.text).toBe(words);
  for (const _twice of [1, 2]) expect((await noor.post("/start", again)).status).toBe(303);
  expect((await noor.get("/")).text.split("&lt;again&gt;")).toHaveLength(2);
});

test("no such page, or one that broke: what happened, and the way on", async () => {
  const missing = await noor.get("/nothing-here");
  expect([missing.status, said(missing.text, says("error.not_found"))]).toEqual([
    404,
    says("youth.frame.back_to_chat"),
  ]);
  vi.spyOn(line.helpline, "report").mockReturnValue();
  vi.spyOn(line.helpline.youth, "silentFor").mockImplementationOnce(() => {
    throw new Error("planted");
  });
  const failed = await noor.get("/");
  expect([failed.status, said(failed.text, "Something broke on our side")]).toEqual([500, says("youth.moment.again")]);
  expect(failed.text).toContain('<a class="big" href="/">');
});

test("a chat that is over: the words, and the way to a new chat with them", async () => {
  await noor.post("/end", { sure: "yes" });
  const late = await noor.post("/change", { "words-1": words });
  expect([late.status, said(late.text, says("error.ended"))]).toEqual([410, says("youth.ended.again")]);
  expect(typed(late.text, "kept-words")).toBe(words);
});

test.each([300_000, 900_000])("%i characters are too big to send, and still there", async (size) => {
  const novel = "x".repeat(size);
  const length = { "Content-Length": String(size + 100) };
  const refused = await noor.post("/send", { client_id: clientId(), text: novel }, length);
  expect([refused.status, said(refused.text, says("error.too_big"))]).toEqual([413, says("youth.frame.back_to_chat")]);
  expect(typed(refused.text, "kept-words") === novel).toBe(true);
});

test("no address makes the button lead to another site", async () => {
  vi.spyOn(line.helpline, "report").mockReturnValue();
  const { text } = await noor.get("//evil.example/");
  expect(text).not.toContain('href="//');
});
