import { readFileSync } from "node:fs";
import { request } from "node:http";
import { afterEach, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { topics } from "#src/live/topics.ts";
import { p99 } from "#src/metrics/figures.ts";
import { openMetrics } from "#src/metrics/metrics.ts";
import { pause } from "#src/queue/line/pause.ts";
import { comesIn, takes, talking, youthSays } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { person } from "#tests/support/house/http.ts";
import { layCopy, placeForCopies } from "#tests/support/keys/copies.ts";
import { parsed, type Sample } from "./text-format.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function metricsOf({ helpline }: House): Promise<number> {
  const { port, stop } = await openMetrics(helpline, 0);
  closing.push(stop);
  return port;
}

function asked(
  port: number,
  headers: Record<string, string> = {},
  path = "/metrics",
  method = "GET",
  host = "127.0.0.1",
) {
  return new Promise<{ status: number; text: string; type: string | undefined } | string>((resolve) => {
    const made = request({ host, port, path, method, headers: { Connection: "close", ...headers } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => {
        text += piece;
      });
      answer.on("end", () => resolve({ status: answer.statusCode!, text, type: answer.headers["content-type"] }));
    });
    made.on("error", (error: Error & { code?: string }) => resolve(error.code ?? error.message));
    made.end();
  });
}

async function samples(port: number): Promise<Sample[]> {
  const answer = await asked(port);
  if (typeof answer === "string" || answer.status !== 200) throw new Error(JSON.stringify(answer));
  expect(answer.type).toBe("text/plain; version=0.0.4; charset=utf-8");
  return parsed(answer.text);
}

/** By name and labels. */
async function values(port: number): Promise<Record<string, number>> {
  return Object.fromEntries((await samples(port)).map(({ name, labels, value }) => [name + labels, value]));
}

test("S22: it says how many, how old and how fast, and these numbers alone", async () => {
  const clock = fakeClock();
  const { config, remove } = placeForCopies();
  closing.push(remove);
  layCopy(config.backupDir, clock.now() - 3 * 3_600_000);
  // The folder of the data need not be there for its disk.
  const line = await house({ clock, config: { ...config, dataDir: "/tmp" } });
  await open(line);
  await talking(line);
  await comesIn(line);
  await comesIn(line);
  await person(line).post("/start", { text: "hello" });
  const all = await values(await metricsOf(line));
  const free = all.porchlight_disk_free_bytes!;
  expect(free).toBeGreaterThan(1_000_000);
  expect(all).toEqual({
    'porchlight_build_info{version="0.1.0"}': 1,
    porchlight_up: 1,
    porchlight_open_chats: 1,
    porchlight_waiting: 2,
    porchlight_counsellors_available: 1,
    porchlight_backup_age_seconds: 3 * 3_600,
    porchlight_heard_p99_seconds: 0,
    'porchlight_refused_forms_total{why="too_fast"}': 0,
    'porchlight_refused_forms_total{why="failed"}': 0,
    'porchlight_refused_forms_total{why="other"}': 1,
    porchlight_disk_free_bytes: free,
  });
});

test("each number is explained to those who watch, and nothing else is", async () => {
  const page = readFileSync(new URL("../../docs/monitoring.md", import.meta.url), "utf8");
  const told = [...page.matchAll(/^\| `(\w+)[`{]/gm)].map(([, name]) => `porchlight_${name}`);
  const all = await samples(await metricsOf(await house()));
  expect([...new Set(all.map(({ name }) => name))].sort()).toEqual(told.sort());
  for (const [name] of page.matchAll(/porchlight_\w+/g)) expect(told).toContain(name);
});

test("S22: the numbers of people are taken at most once a minute, so that nobody's coming and going can be timed", async () => {
  const clock = fakeClock();
  const line = await house({ clock });
  await open(line);
  const port = await metricsOf(line);
  const counts = async () => {
    const all = await values(port);
    return [all.porchlight_waiting, all.porchlight_open_chats];
  };
  expect(await counts()).toEqual([0, 0]);
  const noor = await comesIn(line);
  clock.pass(59_999);
  expect(await counts()).toEqual([0, 0]);
  clock.pass(1);
  expect(await counts()).toEqual([1, 0]);
  await takes(line, line.anna, noor);
  clock.pass(59_999);
  expect(await counts()).toEqual([1, 0]);
  clock.pass(1);
  expect(await counts()).toEqual([0, 1]);
});

test("rehearsals are nobody's chats, and a paused chat is still one", async () => {
  const clock = fakeClock();
  const line = await house({ clock });
  await open(line);
  const [paused] = [await talking(line), await talking(line)];
  await comesIn(line, "just trying", { rehearsal: true });
  await line.helpline.db.change("youth", (tx, emit) => pause(tx, emit, { conversationId: paused!, by: "youth" }));
  const all = await values(await metricsOf(line));
  expect([all.porchlight_open_chats, all.porchlight_waiting]).toEqual([2, 0]);
});

test("[ASVS 13.4.5] S22: nobody is answered who comes through a proxy, by another name, to another address or for anything else", async () => {
  const line = await house();
  const port = await metricsOf(line);
  expect(await asked(port)).toMatchObject({ status: 200 });
  expect(await asked(port, { Host: `localhost:${port}` })).toMatchObject({ status: 200 });
  const nothing = { status: 404, text: "" };
  const names = ["chat.example.org", "evil.example:80", "127.0.0.1.example.org", "localhost.", `[::1]:${port}`];
  for (const Host of names) expect(await asked(port, { Host }), Host).toMatchObject(nothing);
  const proxied = ["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"];
  for (const header of proxied) expect(await asked(port, { [header]: "192.0.2.1" }), header).toMatchObject(nothing);
  for (const path of ["/", "/metrics/", "/Metrics", "/metrics?x", "//metrics", "/healthz", "/staff"]) {
    expect(await asked(port, {}, path), path).toMatchObject(nothing);
  }
  for (const method of ["POST", "PUT", "OPTIONS", "DELETE"]) {
    expect(await asked(port, {}, "/metrics", method), method).toMatchObject(nothing);
  }
  // Also an address of this machine alone, but another: it listens on no second one.
  expect(await asked(port, {}, "/metrics", "GET", "127.0.0.2")).toBe("ECONNREFUSED");
  // Nor is there anything at the port that the world reaches.
  expect((await person(line).get("/metrics")).status).toBe(404);
});

test("a port that is taken is reported, and the helpline goes on without", async () => {
  const line = await house();
  const port = await metricsOf(line);
  const { stop } = await openMetrics(line.helpline, port);
  closing.push(stop);
  expect(line.reported.join()).toContain(`/metrics could not be opened on port ${port}`);
  expect((await person(line).get("/")).status).toBe(200);
});

test("data that cannot be read are down, and numbers of them are not made up", async () => {
  const line = await house();
  const port = await metricsOf(line);
  line.files.data.close();
  const all = await values(port);
  expect(all.porchlight_up).toBe(0);
  expect(Object.keys(all).filter((name) => /chats|waiting|counsellors/.test(name))).toEqual([]);
  expect(all.porchlight_backup_age_seconds).toBe(Number.POSITIVE_INFINITY);
  expect(line.reported.join()).toContain("the database cannot be read");
});

test("how long a message takes to be heard begins when it is stored, and ends when the last page was sent it", async () => {
  const clock = fakeClock();
  const line = await house({ clock });
  await open(line);
  const noor = await talking(line);
  const slow = { send: () => clock.pass(7) };
  for (const topic of [topics.youth(noor), topics.log(noor)]) line.helpline.hub.join(topic, slow);
  const before = line.helpline.figures.heardMs.length;
  for (let n = 0; n < 3; n += 1) await youthSays(line, noor, "one more");
  const heard = line.helpline.figures.heardMs.slice(before);
  expect(heard).toHaveLength(3);
  for (const ms of heard) expect(ms).toBeGreaterThanOrEqual(7);
});

test("of 100 messages the slowest is left out, and only the last 1,000 count", async () => {
  expect(p99([])).toBeNaN();
  expect(p99([...Array(99).fill(2), 500])).toBe(2);
  expect(p99([500, 500, ...Array(98).fill(2)])).toBe(500);
  expect(p99([3])).toBe(3);
  const line = await house();
  await open(line);
  const { heardMs } = line.helpline.figures;
  heardMs.push(...Array(1_000).fill(500));
  await talking(line);
  expect(heardMs).toHaveLength(1_000);
  expect(heardMs.at(-1)).toBeLessThan(500);
});

test("forms are counted by why they were refused; what was taken and what was only looked at are not", async () => {
  const line = await house();
  const refused = () => ({ ...line.helpline.figures.refused });
  await person(line).get("/nowhere");
  await person(line).post("/leave");
  expect(refused()).toEqual({ too_fast: 0, failed: 0, other: 0 });
  await person(line).post("/nowhere");
  expect(refused()).toEqual({ too_fast: 0, failed: 0, other: 1 });
  line.helpline.limiter.take = () => false;
  expect((await person(line).post("/back", { code: "throne gentle stylish storm snail snail" })).status).toBe(429);
  expect(refused()).toEqual({ too_fast: 1, failed: 0, other: 1 });
  line.files.data.close();
  await person(line).post("/start", { text: "hello" });
  expect(refused()).toEqual({ too_fast: 1, failed: 1, other: 1 });
});

test("a port for it is a number and another one than that of the helpline", () => {
  expect(readConfig({}, []).metricsPort).toBe(null);
  expect(readConfig({ METRICS_PORT: "9464" }, []).metricsPort).toBe(9464);
  for (const text of ["0", "65536", "x", "-1", "9464/metrics"]) {
    expect(() => readConfig({ METRICS_PORT: text }, []), text).toThrow("METRICS_PORT must be a number from 1 to 65535");
  }
  expect(() => readConfig({ METRICS_PORT: "8080" }, [])).toThrow("METRICS_PORT must be another port than PORT.");
});
