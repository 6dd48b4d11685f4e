import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { openSource } from "#src/backup/standby/wire.ts";

// How long a second machine waits for its helpline, by a clock that is turned on.

afterEach(() => vi.useRealTimers());

/** A server that has been asked once `asked` resolves. */
async function home(answer: RequestListener) {
  let isAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const server = createServer((request, response) => {
    answer(request, response);
    isAsked();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { port } = server.address() as AddressInfo;
  return { asked, source: openSource(new URL(`http://127.0.0.1:${port}`), "x".repeat(43)) };
}

const turnOf = () => new Promise((done) => setImmediate(done));

/** Turns the clock on until just before, and then until just after so many seconds. Returns what was said before and after. */
async function waits(made: Promise<unknown>, seconds: number) {
  let said = "";
  const ended = made.catch((error: Error) => {
    said = error.message;
  });
  vi.advanceTimersByTime((seconds - 1) * 1_000);
  await turnOf();
  const before = said;
  vi.advanceTimersByTime(1_000);
  await ended;
  return [before, said];
}

test("a helpline that says nothing is given up after twenty seconds", async () => {
  const { asked, source } = await home(() => {});
  const list = source.list();
  list.catch(() => {});
  await asked;
  expect(await waits(list, 20)).toEqual(["", "too_slow"]);
});

test("a list that does not come to its end is given up after twenty seconds", async () => {
  const { asked, source } = await home((_asked, answer) => void answer.writeHead(200).write('{"at":'));
  const turned = globalThis.setTimeout;
  let begun = 0;
  const counting = (run: () => void, ms?: number) => {
    if (ms === 20_000) begun += 1;
    return turned(run, ms);
  };
  // No spy: whatever restores it after the real clock is back would put the turned one in its place for every later file.
  globalThis.setTimeout = Object.assign(counting, turned);
  const list = source.list();
  list.catch(() => {});
  await asked;
  // Its head has come, and the wait for the rest has begun.
  await vi.waitUntil(() => begun === 2);
  globalThis.setTimeout = turned;
  expect(await waits(list, 20)).toEqual(["", "too_slow"]);
});

test("a line that falls silent in the middle of a file is given up after a minute", async () => {
  const { source } = await home((_asked, answer) => void answer.writeHead(200, { "Content-Length": 10 }).write("half"));
  const { pieces } = await source.file({ name: "x", size: 10, sha256: "0".repeat(64) }, 0);
  const reading = pieces[Symbol.asyncIterator]();
  expect(Buffer.from((await reading.next()).value!).toString()).toBe("half");
  const next = reading.next();
  next.catch(() => {});
  await turnOf();
  expect(await waits(next, 60)).toEqual(["", "too_slow"]);
});
