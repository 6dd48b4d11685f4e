import { expect, test } from "vitest";
import { limits } from "#src/http/limits/limits.ts";
import { openStream } from "#src/http/live/stream.ts";
import type { C } from "#src/http/server/context.ts";

function opened() {
  const leaving = new AbortController();
  const patience: number[] = [];
  const server = { timeout: (_: Request, seconds: number) => patience.push(seconds) };
  const raw = new Request("http://localhost/", { signal: leaving.signal });
  const told = { closed: 0 };
  const stream = openStream({ env: { server }, req: { raw } } as unknown as C, () => {
    told.closed += 1;
  });
  return { stream, told, patience, leave: () => leaving.abort() };
}

test("many small pieces are no backlog, and it is counted in bytes", async () => {
  const { stream } = opened();
  for (let n = 0; n < 50; n += 1) stream.write("<!-- a small piece -->");
  expect(stream.stuck()).toBe(false);
  stream.write("x".repeat(limits.streamBytes));
  expect(stream.stuck()).toBe(true);
  const reader = stream.body.getReader();
  for (let n = 0; n < 51; n += 1) await reader.read();
  expect(stream.stuck()).toBe(false);
});

test("closed, it ends after what was written, says so once, and takes nothing more", async () => {
  const { stream, told, patience } = opened();
  stream.write("last words");
  stream.close();
  stream.close();
  stream.write("too late");
  expect(await new Response(stream.body).text()).toBe("last words");
  expect(told.closed).toBe(1);
  // It may stay open for ever while it streams; what is left of it may not.
  expect(patience).toEqual([0, 15]);
});

test("a reader who breaks off closes it, and nothing that is written after that throws", async () => {
  const byRequest = opened();
  byRequest.leave();
  const byStream = opened();
  await byStream.stream.body.cancel();
  for (const { stream, told } of [byRequest, byStream]) {
    stream.write("too late");
    stream.close();
    expect(told.closed).toBe(1);
  }
});
