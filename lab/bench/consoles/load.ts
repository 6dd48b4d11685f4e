// The load generator, in a process of its own: bun load.ts '{"port":…,"folder":…,"kind":"product"|"bare",…}'. Opens every
// console, then lets people come one by one, and waits each time until every console has heard of them.
import { readFileSync } from "node:fs";
import type { World } from "#lab/load/people/world.ts";
import { newClientId } from "#src/crypto/hash.ts";

export interface Plan {
  port: number;
  folder: string;
  kind: "product" | "bare";
  arrivals: number;
  /** So many come before anything is counted. */
  warmUp: number;
  /** From one arrival to the next, ms; longer where the consoles need longer. */
  everyMs: number;
  /** What the bare loop sends to each console, bytes: as much as the product does. */
  frameBytes: number;
}

export interface Result {
  /** From the first byte of an arrival until the last console had its row, ms. */
  delays: number[];
  /** Consoles that never heard of somebody. */
  lost: number;
  /** The frame that brought the last row, bytes. */
  frameBytes: number;
}

const plan: Plan = JSON.parse(process.argv[2]!);
const world: World = JSON.parse(readFileSync(`${plan.folder}/world.json`, "utf8"));
const origin = `127.0.0.1:${plan.port}`;
const run = newClientId().slice(0, 4);

/** The words of whoever comes now, how many consoles have heard them, and since when all have. */
let mark = "";
let heardBy = 0;
let all: (at: number) => void = () => {};
let frameBytes = 0;

/** Resolves when news comes to it: a console hears none before the frame that draws it. */
function open(path: string, cookie: string): Promise<void> {
  return new Promise((opened, failed) => {
    const headers = { Cookie: cookie, Origin: `http://${origin}` };
    const socket = new WebSocket(`ws://${origin}${path}`, { headers } as unknown as string[]);
    let heard = "";
    socket.onopen = () => {
      if (plan.kind === "bare") opened();
    };
    socket.onclose = ({ code }) => failed(new Error(`a console was closed: ${code}`));
    socket.onmessage = ({ data }) => {
      opened();
      if (mark === "" || heard === mark || !String(data).includes(mark)) return;
      heard = mark;
      heardBy += 1;
      if (heardBy < world.counsellors.length) return;
      frameBytes = Buffer.byteLength(String(data));
      all(performance.now());
    };
  });
}

const form = (fields: Record<string, string>, cookie = "") => ({
  method: "POST",
  body: new URLSearchParams(fields),
  headers: { Origin: `http://${origin}`, "X-Chat": "1", ...(cookie && { Cookie: cookie }) },
});

/** Somebody comes. Returns how they go again. */
async function come(text: string): Promise<() => Promise<unknown>> {
  if (plan.kind === "bare") {
    await fetch(`http://${origin}/send/0/all`, form({ text: text.padEnd(plan.frameBytes - 40, ".") }));
    return async () => {};
  }
  const fields = { client_id: newClientId(), rules: "1", l: "en", line: "1", text };
  const answer = await fetch(`http://${origin}/start`, form(fields));
  const cookie = answer.headers.getSetCookie().find((one) => /^(__Host-)?s=/.test(one));
  if (answer.status !== 204 || !cookie) throw new Error(`nobody could come in: ${answer.status}`);
  return () => fetch(`http://${origin}/end`, form({}, cookie.split(";")[0]!));
}

await Promise.all(
  world.counsellors.map(({ cookie, conversations }, n) =>
    open(plan.kind === "bare" ? `/live/c${n}` : `/staff/live?open=${conversations.slice(0, 2).join(".")}`, cookie),
  ),
);
const delays: number[] = [];
let lost = 0;
for (let n = 0; n < plan.warmUp + plan.arrivals; n += 1) {
  heardBy = 0;
  const heard = new Promise<number>((done) => {
    all = done;
  });
  mark = `${run}a${String(n).padStart(7, "0")}`;
  const began = performance.now();
  const coming = come(`${mark} I do not know how to say this at home`);
  const at = await Promise.race([heard, Bun.sleep(5_000)]);
  if (at === undefined) lost += world.counsellors.length - heardBy;
  else if (n >= plan.warmUp) delays.push(at - began);
  const go = await coming;
  await go();
  await Bun.sleep(Math.max(0, began + plan.everyMs - performance.now()));
}
process.stdout.write(`${JSON.stringify({ delays, lost, frameBytes } satisfies Result)}\n`);
// The consoles stay open until somebody has looked at the memory.
for await (const _ of process.stdin) break;
process.exit(0);
