import { beforeEach, describe, expect, test } from "vitest";
import { bareCode, newCode } from "#src/conversation/return/code-words.ts";
import { rates } from "#src/http/limits/limits.ts";
import { forget } from "#src/retention/forget.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { give, person, says, youth } from "#tests/support/house/http.ts";
import { getsCode, otherPhone, types } from "#tests/support/people/codes.ts";
import { argon2Work } from "#tests/support/run/argon2-work.ts";

const minute = 60_000;
let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line, "the secret words");
});

const talk = () => give(line, noor.id, line.anna);
const typedIn = /<textarea id="code"[^>]*>([^<]*)/;
const wrong = () => says("youth.back.wrong");

describe("guessing", () => {
  test("every code that leads nowhere is answered alike but for what was typed: wrong, unknown, of a chat that was forgotten", async () => {
    await talk();
    const code = await getsCode(noor);
    const turned = code.split(" ").toReversed().join(" ");
    const answers = [
      await otherPhone(line, newCode("en")),
      await otherPhone(line, newCode("hu")),
      await otherPhone(line, turned),
      await otherPhone(line, `${code} ${code.split(" ")[0]}`),
    ];
    await noor.post("/end");
    clock.pass(15 * 24 * 60 * minute);
    await line.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: noor.id }));
    answers.push(await otherPhone(line, code));
    const seen = new Set(answers.map(({ answer: { status, text } }) => `${status} ${text.replace(typedIn, "")}`));
    expect(seen.size).toBe(1);
    expect([...seen][0]).toContain(wrong());
    for (const { answer } of answers) expect(answer.set).toEqual([]);
    // One word of it may be wrong: the others need not be typed again.
    expect(typedIn.exec(answers[2]!.answer.text)?.[1]).toBe(turned);
  });

  test("a word that is in no code is named, and so is how many there are", async () => {
    const [first, ...others] = newCode("fr").split(" ");
    const typed = async (code: string) => (await otherPhone(line, code)).answer.text;
    expect(await typed(["Quarkz", ...others].join(" "))).toContain(
      `${wrong()} ${says("youth.back.unknown", { n: 1, words: "quarkz" })}`,
    );
    const all = await typed([first, ...others].join(" "));
    expect(all).toContain(wrong());
    expect(all).not.toContain(says("youth.back.unknown", { n: 1, words: "" }).slice(0, 20));
    for (const [code, n] of [
      ["one two three", 3],
      ["", 0],
      ["12 34", 0],
      [`${first} `.repeat(8), 8],
    ] as const) {
      const page = await typed(code);
      expect(page).toContain(says("youth.back.count", { n }));
      expect(page).not.toContain(wrong());
    }
  });

  test("a code that is right and cannot be used now is not shown again", async () => {
    await talk();
    const code = await getsCode(noor);
    const sam = await youth(line, "Sam’s words");
    expect((await types(sam, code)).text).not.toContain(code);
  });

  test("takes as much work for a code that is known as for one that is not", async () => {
    const code = await getsCode(noor);
    const sam = await youth(line, "open elsewhere");
    const known = await argon2Work(() => types(sam, code));
    const unknown = await argon2Work(() => types(sam, `${bareCode(code)} more`));
    expect(known.work.length).toBeGreaterThan(0);
    expect(unknown.work).toEqual(known.work);
  });

  test("one network that guesses shuts itself out for a while, and nobody else", async () => {
    const from = async (peer: string) => {
      const body = new URLSearchParams({ code: "some words" });
      const headers = { "Sec-Fetch-Site": "same-origin" };
      const answer = await line.app.request("/back", { method: "POST", headers, body }, { peer });
      return (await answer.text()).includes(says("error.too_fast"));
    };
    expect(await from("81.2.3.4")).toBe(false);
    for (let n = 1; n < rates.backOfNetwork.burst; n += 1) line.helpline.limiter.take("backOfNetwork", "81.2.3");
    expect(await from("81.2.3.99")).toBe(true);
    expect(await from("81.2.4.4")).toBe(false);
    clock.pass(minute);
    expect(await from("81.2.3.4")).toBe(false);
  });

  test("networks that guess together keep nobody else from their chat", async () => {
    await talk();
    const code = bareCode(await getsCode(noor));
    const { limiter } = line.helpline;
    const from = async (peer: string, typed: string) => {
      const body = new URLSearchParams({ code: typed });
      const headers = { "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": peer };
      return await line.app.request("/back", { method: "POST", headers, body }, { peer });
    };
    while (limiter.take("back", "all"));
    const { burst } = rates.firstBackOfNetwork;
    for (let n = 0; n < burst; n += 1) {
      expect(await (await from("81.2.3.4", "some words")).text()).not.toContain(says("error.too_fast"));
    }
    expect(await (await from("81.2.3.4", code)).text()).toContain(says("error.too_fast"));
    expect((await from("81.2.4.4", code)).headers.get("location")).toBe("/");
  });

  test("guesses from everywhere keep nobody from getting a code", async () => {
    while (line.helpline.limiter.take("back", "all"));
    const code = await getsCode(noor);
    expect((await types(person(line), code)).text).toContain(says("error.too_fast"));
    clock.pass(minute);
    expect((await types(person(line), code)).to).toBe("/");
  });
});
