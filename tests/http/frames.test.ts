import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenFiles, openMemory } from "#src/db/files.ts";
import { open } from "../support/helpline.ts";
import { staffFrames, youthFrames } from "../support/hostile.ts";
import { cookieHeader, give, staff, youth } from "../support/http.ts";
import { type Server, server } from "../support/server.ts";
import { socket } from "../support/socket.ts";
import { stored } from "../support/tables.ts";

let files: OpenFiles;
let line: Server;
let young: string;
let anna: string;

beforeAll(async () => {
  files = openMemory(Date.now());
  line = await server({ files });
  await open(line);
  const noor = await youth(line, "first words");
  await give(line, noor.id, line.anna);
  young = cookieHeader(noor.cookies);
  anna = cookieHeader((await staff(line, line.anna)).cookies);
});
afterAll(() => line.stop());

const without = ["presence_log"];

test.each([
  ["/live", () => young, youthFrames],
  ["/staff/live", () => anna, staffFrames],
] as const)(
  "acceptance 8: each of 30 hostile frames to %s closes it and stores nothing",
  async (path, cookie, frames) => {
    expect(frames.length).toBeGreaterThanOrEqual(30);
    const before = stored(files, ...without);
    const heard = line.heard.length;
    for (const frame of frames) {
      const opened = await socket(line.origin, path, cookie());
      opened.send(frame);
      // 1008: not a frame of ours; 1009 and 1006: too big, and the server hangs up at once.
      expect([1006, 1008, 1009], JSON.stringify(String(frame).slice(0, 60))).toContain(await opened.closed);
    }
    expect(stored(files, ...without)).toEqual(before);
    expect(line.heard.slice(heard).filter((event) => event.type !== "connection.changed")).toEqual([]);
    expect(line.reported).toEqual([]);
    await expect.poll(() => line.helpline.youth.here()).toEqual([]);
  },
);

test("hostile addresses of a socket open nothing more than it has", async () => {
  const noors = stored(files, ...without);
  for (const query of [
    "after=-1",
    "after=1e99",
    "after=x&v=%00",
    "v=<script>alert(1)</script>",
    `after=${"9".repeat(2000)}`,
    "id=999&conversation=999",
  ]) {
    const opened = await socket(line.origin, `/live?${query}`, young);
    await expect.poll(() => opened.got.length).toBeGreaterThan(0);
    expect(opened.text()).not.toContain("<script>alert");
    opened.close();
    await opened.closed;
  }
  for (const query of [
    "open=999",
    "open=-1",
    "open=x.y.z",
    "open=1.1.1.1.1",
    `open=${"1.".repeat(500)}`,
    "open=%00",
    "open=__proto__",
  ]) {
    const opened = await socket(line.origin, `/staff/live?${query}`, anna);
    await expect.poll(() => opened.got.length).toBeGreaterThan(0);
    opened.close();
    await opened.closed;
  }
  expect(stored(files, ...without)).toEqual(noors);
  expect(line.reported).toEqual([]);
});
