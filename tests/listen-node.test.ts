import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { limits } from "#src/http/limits/limits.ts";
import { silentSeconds } from "#src/listen.ts";
import { asksForSocket, boundSockets } from "#src/listen-node.ts";

// What Bun does by itself and Node must be told. tests/bin/binary/node.test.ts speaks with the real thing, where there is one.

class Line extends EventEmitter {
  bufferedAmount = 0;
  did: string[] = [];
  send() {
    this.did.push("send");
  }
  terminate() {
    this.did.push("terminate");
    this.emit("close");
  }
  close(code: number, reason: string) {
    this.did.push(`close ${code} ${reason}`);
    queueMicrotask(() => this.emit("close"));
  }
  ping() {
    this.did.push("ping");
  }
}

function opened() {
  const wss = Object.assign(new EventEmitter(), { options: { WebSocket: Line }, clients: new Set<Line>() });
  const sockets = boundSockets(wss as unknown as Parameters<typeof boundSockets>[0]);
  const line = new wss.options.WebSocket();
  wss.clients.add(line);
  line.on("close", () => wss.clients.delete(line));
  wss.emit("connection", line);
  return { wss, sockets, line };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("a socket whose reader leaves more lying than the limit is cut off, and one at the limit is not", () => {
  const { line, wss } = opened();
  line.bufferedAmount = limits.backlogBytes;
  line.send();
  expect(line.did).toEqual(["send"]);
  line.bufferedAmount += 1;
  line.send();
  expect(line.did).toEqual(["send", "send", "terminate"]);
  expect(wss.options).toMatchObject({ maxPayload: limits.frameBytes });
});

test("a socket that answers pings stays; one that is silent is cut off within the time", () => {
  const { line } = opened();
  for (let n = 0; n < 3; n += 1) {
    vi.advanceTimersByTime(silentSeconds * 500);
    line.emit("pong");
  }
  expect(line.did).toEqual(["ping", "ping", "ping"]);
  vi.advanceTimersByTime(silentSeconds * 1_000);
  expect(line.did).toEqual(["ping", "ping", "ping", "ping", "terminate"]);
});

test("stopping tells every socket that the server goes away, and waits until each is closed", async () => {
  const { line, sockets, wss } = opened();
  await sockets.stop();
  expect([line.did, wss.clients.size, vi.getTimerCount()]).toEqual([["close 1001 restarting"], 0, 0]);
});

test("only a well-formed wish for one of our two sockets is one", () => {
  const headers = {
    upgrade: "WebSocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
  };
  const good = { method: "GET", url: "/live?after=0", headers };
  const asks = (change: object) => asksForSocket({ ...good, ...change } as unknown as IncomingMessage);
  expect([asks({}), asks({ url: "/staff/live" })]).toEqual([true, true]);
  for (const url of ["/", "//", "/live/", "/lives", "http://x/live", "", "/staff/live/x"])
    expect(asks({ url })).toBe(false);
  expect(asks({ method: "POST" })).toBe(false);
  for (const change of [{ upgrade: "h2c" }, { "sec-websocket-version": "8" }, { "sec-websocket-key": "x" }]) {
    expect(asks({ headers: { ...headers, ...change } })).toBe(false);
  }
  expect(asks({ headers: {} })).toBe(false);
});
