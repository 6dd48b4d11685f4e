import { beforeEach, expect, test, vi } from "vitest";
import { writeAsCounsellor, writeAsYouth } from "#src/conversation/messages/writing.ts";
import { limits, rates } from "#src/http/limits/limits.ts";
import { end } from "#src/queue/end/ending.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, says, script, youth } from "#tests/support/house/http.ts";

// A chat of a thousand lines: what is opened of it, and how often.

let clock: FakeClock;
let line: House;
let noor: Person & { id: number };

const many = 1_000;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line);
  await give(line, noor.id, line.anna);
  await line.helpline.db.change("conversation:1", (tx, emit) => {
    for (let n = 1; n <= many; n += 1) {
      const words = { conversationId: noor.id, clientId: clientId(), text: `line ${n}.` };
      if (n % 2 === 0) writeAsCounsellor(tx, emit, { ...words, staffId: line.anna.id });
      else writeAsYouth(tx, emit, words);
    }
  });
});

/** How many sealed words are opened by something. */
async function openedBy(work: () => Promise<unknown>): Promise<number> {
  const opened = vi.spyOn(line.helpline.db.keyring, "open");
  try {
    await work();
    return opened.mock.calls.length;
  } finally {
    opened.mockRestore();
  }
}

test("its page opens the newest lines, and the way to the others; all of it only when that is asked for", async () => {
  let page = "";
  const opened = await openedBy(async () => {
    page = (await noor.get("/")).text;
  });
  expect(page).toContain(`line ${many}.`);
  expect(page).not.toContain("line 700.");
  expect(page).toContain(says("youth.chat.earlier"));
  expect(opened).toBeLessThan(250);
  const whole = (await noor.get("/?earlier=1")).text;
  expect(whole).toContain("line 1.");
  expect(whole).not.toContain(says("youth.chat.earlier"));
});

test("read whole it counts as several readings, and its newest lines as one", async () => {
  const weight = 1 + Math.floor(many / limits.linesOfReading);
  const whole = () => noor.post("/updates", { after: "0", v: "-" }, script);
  const newest = () => noor.post("/updates", { after: String(many), v: "-" }, script);
  for (let i = 0; i < Math.floor(rates.reading.burst / weight); i += 1) expect((await whole()).status).toBe(200);
  expect((await whole()).status).toBe(429);
  for (let i = 0; i < rates.reading.burst % weight; i += 1) expect((await newest()).status).toBe(200);
  expect((await newest()).status).toBe(429);
  // A moment later there is enough for all of it again.
  clock.pass((weight / rates.reading.perMinute) * 60_000);
  expect((await whole()).status).toBe(200);
});

test("the page after the end opens what came after their last words, not the chat", async () => {
  await act(line, line.anna, (tx, emit) =>
    writeAsCounsellor(tx, emit, {
      conversationId: noor.id,
      staffId: line.anna.id,
      clientId: clientId(),
      text: "Take care!",
    }),
  );
  await act(line, line.anna, (tx, emit) =>
    end(tx, emit, { conversationId: noor.id, reason: "ended_by_counsellor", staffId: line.anna.id }),
  );
  let page = "";
  const opened = await openedBy(async () => {
    page = (await noor.get("/")).text;
  });
  expect(page).toContain("Take care!");
  expect(opened).toBeLessThan(10);
});
