import { expect, onTestFinished, test } from "vitest";
import { topics } from "#src/live/topics.ts";
import { evening, open } from "#tests/support/house/helpline.ts";
import { cookieHeader, give, youth } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { socket } from "#tests/support/outside/socket.ts";

test("R11: a frame that fails on our side ends its socket, so that the page comes back and does not wait for ever", async () => {
  const line = await server({ clock: evening });
  onTestFinished(() => line.stop());
  await open(line);
  const noor = await youth(line, "hello", line);
  await give(line, noor.id, line.anna);
  const connect = () => socket(line.origin, "/live?after=1", cookieHeader(noor.cookies));
  const first = await connect();
  await expect.poll(() => first.got.length).toBeGreaterThan(0);

  const { typing } = line.helpline;
  const typed = typing.typed;
  typing.typed = () => {
    throw new Error("what Noor wrote");
  };
  first.send("t");
  expect(await first.closed).toBe(1011);
  await expect.poll(() => line.helpline.hub.heard(topics.youth(noor.id))).toBe(false);
  expect(line.reported.join()).toContain("a frame of a socket failed");

  typing.typed = typed;
  const second = await connect();
  await expect.poll(() => second.got.length).toBeGreaterThan(0);
  second.send("t");
  await expect.poll(() => second.got).toContain(".");
  second.close();
});
