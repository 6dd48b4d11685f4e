// The load generator, in its own process: bun load.ts '{"port":…,"folder":…,"kind":"product"|"bare",…}'.
// People come one by one, each after all consoles have heard of the one before.
import { readFileSync } from "node:fs";
import type { World } from "#lab/load/people/world.ts";
import { newClientId } from "#src/crypto/hash.ts";

export interface Plan {
  port: number;
  folder: string;
  kind: "product" | "bare";
  arrivals: number;
  /** Arrivals before anything is counted. */
  warmUp: number;
  everyMs: number;
  /** Sent by the bare loop to each console: as much as the product does. */
  frameBytes: number;
}

export interface Result {
  delays: number[];
  /** Consoles that never heard of someone. */
  lost: number;
  frameBytes: number;
}

const plan: Plan = JSON.parse(process.argv[2]!);
const world: World = JSON.parse(readFileSync(`${plan.folder}/world.json`, "utf8"));
const origin = `127.0.0.1:${plan.port}`;
const run = newClientId().slice(0, 4);

/** Words of the newest arrival, how many consoles have them, and since when all do. */
let mark = "";
let heardBy = 0;
let all: (at: number) => void = () => {};
let frameBytes = 0;

/** Resolves when news can come: none does before the frame that draws the console. */
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

/** Returns how the young person leaves again. */
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
// The consoles stay open until the memory has been measured.
for await (const _ of process.stdin) break;
process.exit(0);
