import { beforeEach, describe, expect, test } from "vitest";
import { bareCode } from "#src/conversation/code-words.ts";
import { rates } from "#src/http/limits.ts";
import { forget } from "#src/retention/forget.ts";
import { getsCode, otherPhone, types } from "../../support/codes.ts";
import { type FakeClock, fakeClock, type House, house, open } from "../../support/helpline.ts";
import { give, says, youth } from "../../support/http.ts";

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
const wrong = () => says("youth.back.wrong");

describe("guessing", () => {
  test("every code that leads nowhere is answered alike: wrong, unknown, of a chat that was forgotten", async () => {
    await talk();
    const code = await getsCode(noor);
    const answers = [
      await otherPhone(line, "six words that nobody was given"),
      await otherPhone(line, code.split(" ").toReversed().join(" ")),
      await otherPhone(line, `${code} more`),
      await otherPhone(line, code.split(" ").slice(1).join(" ")),
    ];
    await noor.post("/end");
    clock.pass(15 * 24 * 60 * minute);
    await line.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: noor.id }));
    answers.push(await otherPhone(line, code), await otherPhone(line, ""), await otherPhone(line, "12 34"));
    const seen = new Set(answers.map(({ answer: { status, text } }) => `${status} ${text}`));
    expect(seen.size).toBe(1);
    expect([...seen][0]).toContain(wrong());
    for (const { answer } of answers) expect(answer.set).toEqual([]);
    // What was typed is never shown again.
    expect(answers[1]!.answer.text).not.toContain(code.split(" ")[0]!);
  });

  test("takes as long for a code that is known as for one that is not", async () => {
    const code = await getsCode(noor);
    const sam = await youth(line, "open elsewhere");
    const took = async (typed: string) => {
      const from = performance.now();
      await types(sam, typed);
      return performance.now() - from;
    };
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let n = 0; n < 6; n += 1) {
      times.known.push(await took(code));
      times.unknown.push(await took(`${bareCode(code)} more`));
    }
    const least = (some: number[]) => Math.min(...some);
    expect(least(times.known) / least(times.unknown)).toBeGreaterThan(0.6);
    expect(least(times.known) / least(times.unknown)).toBeLessThan(1.6);
  }, 30_000);

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
});
