// The load generator, in its own process: bun load.ts '{"port":…,"folder":…,"kind":"product"|"bare",…}'.
// Prints what arrived as one line of JSON; `hold` keeps the sockets open.
import { readFileSync } from "node:fs";
import { formPost, openWire } from "#lab/load/lines/wire.ts";
import type { World } from "#lab/load/people/world.ts";
import { newClientId } from "#src/crypto/hash.ts";

export interface Plan {
  port: number;
  folder: string;
  kind: "product" | "bare";
  seconds: number;
  /** Messages a second at fixed times; 0 = as many as `inFlight` requests get through. */
  rate: number;
  inFlight: number;
  /** Not counted: a measured helpline has been open for a while. */
  warmUpSeconds: number;
  /** Keeps the sockets open after the result, until stdin ends. */
  hold: boolean;
}

export interface Result {
  sent: number;
  /** Answered after the commit. */
  stored: number;
  /** Answered so, but never seen on the other side's socket. */
  lost: number;
  refused: number;
  /** Delivered within the time of sending, a second. */
  perSecond: number;
  /** From the planned time of sending to the other side's socket, ms. */
  delays: number[];
  openedMs: number;
}

const plan: Plan = JSON.parse(process.argv[2]!);
const world: World = JSON.parse(readFileSync(`${plan.folder}/world.json`, "utf8"));
const origin = `127.0.0.1:${plan.port}`;
const most = 2_000_000;
const due = new Float64Array(most);
const arrived = new Float64Array(most);
let count = 0;

/** Consoles also show an earlier run's words, so every run has its own mark. */
const run = newClientId().slice(0, 4);

/** Every text holds its run and message number: 1f2ey0000012 from a young person, 1f2ec0000012 from a counsellor. */
function heard(frame: string, from: "y" | "c") {
  const mark = run + from;
  for (let at = frame.indexOf(mark); at !== -1; at = frame.indexOf(mark, at + 1)) {
    const number = Number(frame.slice(at + mark.length, at + mark.length + 7));
    if (arrived[number] === 0) arrived[number] = performance.now();
  }
}

/** Resolves when news can come: none does before the frame that draws the console. */
function openSocket(path: string, cookie: string, from: "y" | "c"): Promise<void> {
  const isConsole = plan.kind === "product" && from === "y";
  return new Promise((resolve, reject) => {
    const headers = { Cookie: cookie, Origin: `http://${origin}` };
    const socket = new WebSocket(`ws://${origin}${path}`, { headers } as unknown as string[]);
    socket.onopen = () => {
      if (!isConsole) resolve();
    };
    socket.onmessage = (event) => {
      resolve();
      heard(String(event.data), from);
    };
    socket.onclose = (event) => {
      reject(new Error(`a socket was closed: ${event.code}`));
      if (!over) throw new Error(`a socket was closed: ${event.code} ${path}`);
    };
  });
}

let over = false;

async function openSockets() {
  const paths = [
    ...world.young.map((one) => {
      const path = plan.kind === "bare" ? `/live/y${one.id}` : "/live?after=1&v=0";
      return () => openSocket(path, one.cookie, "c");
    }),
    ...world.counsellors.map((one, n) => {
      // With no chat open the console draws less at first, and still gets news.
      const path = plan.kind === "bare" ? `/live/c${n}` : "/staff/live";
      return () => openSocket(path, one.cookie, "y");
    }),
  ];
  for (let at = 0; at < paths.length; at += 100) await Promise.all(paths.slice(at, at + 100).map((open) => open()));
}

/** Sides and conversations take turns. */
function request(number: number): string {
  const young = world.young[(number >> 1) % world.young.length]!;
  const fromYoung = number % 2 === 0;
  const text = `${run}${fromYoung ? "y" : "c"}${String(number).padStart(7, "0")}+I+do+not+know+how+to+say+this+at+home`;
  const body = `client_id=${newClientId()}&text=${text}`;
  const cookie = fromYoung ? young.cookie : world.counsellors[young.counsellor]!.cookie;
  if (plan.kind === "bare") {
    return formPost(plan.port, `/send/${young.id}/${fromYoung ? "staff" : "youth"}`, { Cookie: cookie }, body);
  }
  if (fromYoung) return formPost(plan.port, "/send", { Cookie: cookie, "X-Chat": "1" }, body);
  return formPost(plan.port, `/staff/conversation/${young.id}/send`, { Cookie: cookie, "HX-Request": "true" }, body);
}

const before = performance.now();
await openSockets();
const openedMs = performance.now() - before;
const wire = await openWire(plan.port, plan.inFlight);
const isStored = new Uint8Array(most);
let refused = 0;

async function sendOne(at: number) {
  const number = count++;
  due[number] = at;
  const { status } = await wire.ask(request(number));
  isStored[number] = status === 200 || status === 204 ? 1 : 0;
  if (isStored[number] === 0) refused += 1;
}

const began = performance.now();
const started = began + plan.warmUpSeconds * 1000;
const end = started + plan.seconds * 1000;
const measured = plan.warmUpSeconds + plan.seconds;

async function saturated() {
  const worker = async () => {
    while (performance.now() < end) await sendOne(performance.now());
  };
  await Promise.all(Array.from({ length: plan.inFlight }, worker));
}

/** At fixed times, so that a slow server cannot hide by being asked less. */
async function offered() {
  const running: Promise<void>[] = [];
  const total = Math.floor(plan.rate * measured);
  for (let number = 0; number < total; ) {
    const now = performance.now();
    while (number < total && began + (number * 1000) / plan.rate <= now) {
      running.push(sendOne(began + (number * 1000) / plan.rate));
      number += 1;
    }
    const next = began + (number * 1000) / plan.rate - performance.now();
    await (next > 2 ? Bun.sleep(1) : new Promise((resolve) => setImmediate(resolve)));
  }
  await Promise.all(running);
}

if (plan.seconds > 0) await (plan.rate > 0 ? offered() : saturated());

/** What is stored may still be on its way to the other side. */
const missing = () =>
  isStored.subarray(0, count).reduce((sum, one, n) => sum + (one === 1 && arrived[n] === 0 ? 1 : 0), 0);
for (let waited = 0; missing() > 0 && waited < 3_000; waited += 50) await Bun.sleep(50);

wire.close();
const lost = missing();
const inTime = arrived.subarray(0, count).reduce((sum, at) => sum + (at > started && at <= end ? 1 : 0), 0);
const delays = Array.from({ length: count }, (_, n) => n)
  .filter((n) => arrived[n]! > 0 && due[n]! >= started)
  .map((n) => arrived[n]! - due[n]!);
const result: Result = {
  sent: count,
  stored: isStored.subarray(0, count).reduce((sum, one) => sum + one, 0),
  lost,
  refused,
  perSecond: plan.seconds > 0 ? inTime / plan.seconds : 0,
  delays: plan.rate > 0 ? delays : [],
  openedMs,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
if (plan.hold) for await (const _ of process.stdin) break;
over = true;
process.exit(0);
