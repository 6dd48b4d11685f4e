import { beforeEach, expect, test } from "vitest";
import { rates } from "#src/http/limits/limits.ts";
import { inLine } from "#src/queue/claim.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, person, says, typed } from "#tests/support/house/http.ts";

// What begins no chat takes nothing from those who begin one, however often it comes.

let line: House;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  await open(line);
});

const sends = async (form: Record<string, string>) => {
  const init = { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" }, body: new URLSearchParams(form) };
  const response = await line.app.request("/start", init);
  return { to: response.headers.get("location"), text: await response.text() };
};
const first = (more: Record<string, string> = {}) => ({ client_id: clientId(), rules: "1", text: "help me", ...more });
const waiting = () => inLine(line.helpline.db).map(({ id }) => id);

test("copies of the form of one chat let everybody else begin, and are soon too many for themselves", async () => {
  const form = first();
  expect((await sends(form)).to).toBe("/");
  let refused = "";
  for (let n = 0; n <= rates.start.burst; n += 1) {
    const { to, text } = await sends({ ...form, text: `copy ${n}` });
    if (to === null) refused = text;
  }
  expect(refused).toContain(says("error.too_fast"));
  expect(typed(refused)).toBe(`copy ${rates.start.burst}`);
  expect((await sends(first())).to).toBe("/");
  expect(waiting()).toHaveLength(2);
});

test("neither do those of one that is over, nor forms for a line that there is not", async () => {
  const form = first();
  const noor = person(line);
  expect((await noor.post("/start", form)).to).toBe("/");
  await noor.post("/end");
  for (let n = 0; n < 20; n += 1) await sends(form);
  for (let n = 0; n < 20; n += 1) expect((await sends(first({ line: "999" }))).to).toBeNull();
  let left = 0;
  while (line.helpline.limiter.take("start", "all")) left += 1;
  expect(left).toBe(rates.start.burst - 1);
});
