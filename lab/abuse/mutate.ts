import { clientId, type Random, seeded } from "#lab/load/report/random.ts";
import type { Figure } from "#lab/load/report/report.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { doors } from "#src/http/server/doors.ts";
import { member } from "#tests/support/house/helpline.ts";
import { socket } from "#tests/support/outside/socket.ts";
import { honest, honestFigures, wholeFigure } from "./honest.ts";
import { type House, house } from "./house.ts";
import { raw } from "./wire.ts";

interface MutatePlan {
  program: string;
  requests: number;
  frames: number;
  seed: number;
  slack: number;
}

/** Doors that wait for news, or end the session that others need. */
const leftOut = /^\/(updates|log|live|leave|wipe|end|start-new|staff\/live|staff\/sign-out|staff\/me\/sessions)$/;

/** A22: requests of every door and frames of both sockets, with bytes changed, left out, doubled and moved. */
export async function mutate({ program, requests, frames, seed, slack }: MutatePlan): Promise<Figure[]> {
  const random = seeded(seed);
  let aino = "";
  const arrange = async (helpline: Helpline) => {
    const made = await member(helpline, "aino", "Aino Virtanen", "Robin", ["counsellor", "supervisor", "admin"]);
    aino = (await helpline.sessions.start(made.id)).split(";")[0]!;
  };
  const attacked = await house({ program, chats: 1 + Math.ceil(frames / 60), arrange });
  try {
    const noor = await honest(attacked);
    const counts = new Map<string, number>();
    const bad: string[] = [];
    const recorded = recordings(attacked, aino);
    await inTurns(requests, 16, async (n) => {
      const text = mutated(recorded[n % recorded.length]!, random);
      // Requests that wait for more bytes are not waited for.
      const status = /^HTTP\/1\.1 (\d\d\d)/.exec((await raw(attacked, [text], 400)) ?? "")?.[1] ?? "none";
      counts.set(status, (counts.get(status) ?? 0) + 1);
      // 505 means an unknown HTTP version.
      if (/^5(?!05)/.test(status)) bad.push(JSON.stringify(text.toString("latin1").slice(0, 200)));
    });
    const codes = await throwFrames(attacked, frames, random);
    await noor.stop();
    return [
      ...honestFigures("A22", noor, 100, slack),
      {
        name: `A22: ${requests} mutated requests, seed ${seed}`,
        got: `${bad.length} × 5xx (${[...counts].map(([status, n]) => `${n} × ${status}`).join(", ")})${bad.length > 0 ? `: ${bad[0]}` : ""}`,
        aim: "0 × 5xx",
        pass: bad.length === 0,
      },
      {
        name: `A22: ${frames} mutated frames`,
        got: [...codes].map(([code, n]) => `${n} × ${code}`).join(", "),
        aim: "none that closes with 1011",
        pass: !codes.has(1011),
      },
      wholeFigure("A22", attacked),
    ];
  } finally {
    await attacked.stop();
  }
}

/** A request of every door, as a browser would send it. */
function recordings({ origin, port, world }: House, aino: string): Buffer[] {
  const { id, cookie } = world.young[1]!;
  const body = new URLSearchParams({
    ...{ client_id: clientId(), text: "things at home are bad", l: "en", rules: "1", line: "1", seen: "2", after: "1" },
    ...{ value: "5", name: "x", words: "school", topics: "school", task: '{"parameters":{}}', solution: "1.00" },
  }).toString();
  return doors
    .filter(({ path }) => !leftOut.test(path))
    .map(({ method, path, audience }) => {
      const address = path.replaceAll(/:\w+/g, String(id));
      const head = [
        `${method} ${address}?l=en&line=1 HTTP/1.1`,
        ...[`Host: 127.0.0.1:${port}`, "Connection: close", `Origin: ${origin}`, "Accept-Language: en"],
        `Cookie: ${audience === "staff" ? aino : cookie}`,
        ...(method === "POST"
          ? ["Content-Type: application/x-www-form-urlencoded", `Content-Length: ${body.length}`]
          : []),
      ];
      return Buffer.from(`${head.join("\r\n")}\r\n\r\n${method === "POST" ? body : ""}`);
    });
}

const tricks = [
  "\0",
  "%00",
  "%ff",
  "..",
  "\r\n",
  "&text=",
  "%u0000",
  "[]",
  "__proto__",
  "-1",
  "9".repeat(30),
  "\u202e",
  "'",
  "<",
  "{",
  ";",
  "=",
  "é",
];

/** Returns bytes with one to four places changed. */
function mutated(from: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(from);
  const at = () => Math.floor(random() * (bytes.length + 1));
  for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) {
    const place = at();
    const some = bytes.subarray(place, place + 1 + Math.floor(random() * 20));
    const rest = bytes.subarray(place + some.length);
    const kinds = [
      () =>
        Buffer.concat([bytes.subarray(0, place), Buffer.from([Math.floor(random() * 256)]), bytes.subarray(place + 1)]),
      () => Buffer.concat([bytes.subarray(0, place), rest]),
      () => Buffer.concat([bytes.subarray(0, place), some, some, rest]),
      () =>
        Buffer.concat([
          bytes.subarray(0, place),
          Buffer.from(tricks[Math.floor(random() * tricks.length)]!),
          bytes.subarray(place),
        ]),
      () => bytes.subarray(0, Math.max(20, place)),
    ];
    bytes = Buffer.from(kinds[Math.floor(random() * kinds.length)]!());
  }
  return bytes;
}

const said = [
  "t",
  "s2",
  '{"type":"typing","id":1}',
  '{"type":"seen","id":1,"seq":2}',
  '{"type":"open","ids":[1,2]}',
  '{"type":"lists"}',
];

/** Each on its own socket, of a young person or a console in turn. Returns close codes; 0 = it stayed open. */
async function throwFrames({ origin, world }: House, frames: number, random: Random): Promise<Map<number, number>> {
  const codes = new Map<number, number>();
  await inTurns(frames, 8, async (n) => {
    const { cookie, counsellor } = world.young[1 + (n % (world.young.length - 1))]!;
    const isYoung = n % 2 === 0;
    const [path, who] = isYoung ? ["/live?after=0", cookie] : ["/staff/live", world.counsellors[counsellor]!.cookie];
    const one = await socket(origin, path, who).catch(() => null);
    if (!one) return;
    const frame = mutated(Buffer.from(said[n % said.length]!), random);
    one.send(random() < 0.5 ? frame.toString("utf8") : new Uint8Array(frame));
    const code = await Promise.race([one.closed, Bun.sleep(150).then(() => 0)]);
    codes.set(code, (codes.get(code) ?? 0) + 1);
    one.close();
  });
  return codes;
}

async function inTurns(many: number, atOnce: number, one: (n: number) => Promise<unknown>) {
  let next = 0;
  const worker = async () => {
    while (next < many) await one(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
