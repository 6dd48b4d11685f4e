import { said } from "#lab/load/report/figures.ts";
import { clientId } from "#lab/load/report/random.ts";
import { type Figure, percentile } from "#lab/load/report/report.ts";
import { readMasterKey } from "#src/crypto/master-key.ts";
import { newTask } from "#src/crypto/task.ts";
import { unprovedMost } from "#src/http/pressure.ts";
import { unescaped } from "#tests/support/house/http.ts";
import { solve } from "#tests/support/keys/solve.ts";
import { honest, honestFigures, mb, wholeFigure } from "./honest.ts";
import { type House, house } from "./house.ts";

export interface FloodPlan {
  program: string;
  /** Starts of bots, from one network and then from many. */
  attempts: number;
  networks: number;
  /** Honest young people behind the same address as the bots: with scripts, and without. */
  withScripts: number;
  without: number;
  /** How much slower than the aim an honest chat may be, on a machine that does other things. */
  slack: number;
}

/** How many requests of the bots are on their way at once. */
const atOnce = 64;
const school = "203.0.113.77";

/** A5, A6, A7, S12: bots that want to fill the line, from one network and from many, beside those who need it and come from there too. */
export async function flood(plan: FloodPlan): Promise<Figure[]> {
  const attacked = await house({ program: plan.program, chats: 1 });
  try {
    const noor = await honest(attacked);
    const before = attacked.memory();
    const figures = [
      ...(await oneNetwork(attacked, plan)),
      ...(await manyNetworks(attacked, plan)),
      ...(await bad(attacked)),
      ...(await spoofed(attacked, plan)),
    ];
    const most = attacked.memory();
    await noor.stop();
    return [
      ...figures,
      // As fast as the machine lets them, the bots are all that it does: a second is what a person hardly waits.
      ...honestFigures("A5", noor, 1_000, plan.slack),
      said("A5: memory before, and after", `${mb(before)}, ${mb(most)}`),
      wholeFigure("A5", attacked),
    ];
  } finally {
    await attacked.stop();
  }
}

async function oneNetwork(attacked: House, { attempts, withScripts, without }: FloodPlan): Promise<Figure[]> {
  const counts = new Map<number, number>();
  const bots = pour(attempts, async (n) => count(counts, (await start(attacked, form(`bot ${n}`), school)).status));
  // The bots come first: they have taken what is there for whoever shows nothing.
  await Bun.sleep(200);
  const doors: number[] = [];
  const pages = looks(attacked, doors, bots);
  const young = [
    ...Array.from({ length: withScripts }, (_, n) => comes(attacked, `script ${n}`, true)),
    ...Array.from({ length: without }, (_, n) => comes(attacked, `plain ${n}`, false)),
  ];
  const took = await Promise.all(young);
  await bots;
  const shown = await pages;
  const waiting = counts.get(303) ?? 0;
  const places = took.filter((one) => one !== null) as number[];
  const slowest = Math.max(...places) / 1_000;
  return [
    {
      name: `A5: ${attempts} bots of one /24, of whom wait`,
      got: `${waiting} (${statuses(counts)})`,
      aim: `at most ${unprovedMost}`,
      pass: waiting <= unprovedMost,
    },
    {
      name: `S12: ${withScripts} honest with and ${without} without JavaScript behind the same address`,
      got: `${places.length} have a place, the last after ${slowest.toFixed(1)} s`,
      aim: "all, within 10 minutes",
      pass: places.length === withScripts + without && slowest < 600,
    },
    {
      name: "A5: the door, the way out and the emergency number meanwhile",
      got: `p95 ${percentile(doors, 0.95).toFixed(0)} ms of ${doors.length}, ${shown} not as they should be`,
      aim: "all there",
      pass: shown === 0 && doors.length > 0,
    },
  ];
}

async function manyNetworks(attacked: House, { attempts, networks, withScripts }: FloodPlan): Promise<Figure[]> {
  const counts = new Map<number, number>();
  const bots = pour(attempts, async (n) =>
    count(
      counts,
      (
        await start(
          attacked,
          form(`many ${n}`),
          `100.${64 + ((n % networks) % 60)}.${Math.floor((n % networks) / 60)}.1`,
        )
      ).status,
    ),
  );
  await Bun.sleep(200);
  const took = await Promise.all(Array.from({ length: withScripts }, (_, n) => comes(attacked, `far ${n}`, true)));
  await bots;
  const places = took.filter((one) => one !== null) as number[];
  const slowest = Math.max(...places) / 1_000;
  return [
    {
      name: `S12: ${withScripts} honest beside ${attempts} bots of ${networks} networks`,
      got: `${places.length} have a place, the last after ${slowest.toFixed(1)} s; bots: ${statuses(counts)}`,
      aim: "all, within 10 s",
      pass: places.length === withScripts && slowest <= 10,
    },
  ];
}

/** A6: tasks that were not done, or not for this. */
async function bad(attacked: House): Promise<Figure[]> {
  const secret = Buffer.from((readMasterKey(attacked.masterKeyFile) as { tasks: Uint8Array }).tasks).toString(
    "base64url",
  );
  const asked = (more: Partial<Parameters<typeof newTask>[1]> = {}) => ({
    form: clientId(),
    site: attacked.origin,
    at: Date.now(),
    ...more,
  });
  const tries: { name: string; task: string; form: string; solution?: string }[] = [];
  const own = asked();
  const task = await newTask(secret, own);
  const solution = await solve(task);
  tries.push({ name: "forged", task: await newTask("another secret", own), form: own.form });
  tries.push({ name: "forged", task, form: own.form, solution: `0.${"0".repeat(64)}` });
  const late = asked({ at: Date.now() - 16 * 60_000 });
  tries.push({ name: "expired", task: await newTask(secret, late), form: late.form });
  for (let n = 0; n < 20; n += 1) tries.push({ name: "replayed", task, form: clientId(), solution });
  const other = asked({ site: "https://other.example.org" });
  tries.push({ name: "of another site", task: await newTask(secret, other), form: other.form });
  const early = asked({ at: Date.now() + 60_000 });
  tries.push({ name: "made beforehand", task: await newTask(secret, early), form: early.form });
  const counts = new Map<number, number>();
  for (const one of tries) {
    const done = one.solution ?? (await solve(one.task));
    count(
      counts,
      (await start(attacked, { ...form("hello", one.form), task: one.task, solution: done }, school)).status,
    );
  }
  const accepted = counts.get(303) ?? 0;
  // The same machinery lets in who has done it.
  const honestly = await start(attacked, { ...form("hello", own.form), task, solution }, school);
  const kinds = [...new Set(tries.map(({ name }) => name))].join(", ");
  return [
    { name: `A6: tasks ${kinds}`, got: `${accepted} of ${tries.length} accepted`, aim: "0", pass: accepted === 0 },
    { name: "A6: a task that was done", got: String(honestly.status), aim: "303", pass: honestly.status === 303 },
  ];
}

/** A7: whoever says to come from elsewhere, and who has a whole IPv6 network, has one bucket. The last address is the one that the proxy saw. */
async function spoofed(attacked: House, { attempts }: FloodPlan): Promise<Figure[]> {
  const ways = {
    "that say to come from elsewhere": (n: number) => `198.18.${n % 250}.9, 192.0.43.${n % 250}`,
    "from as many addresses of one IPv6 /56": (n: number) =>
      `2a02:ec80:300:${(n % 256).toString(16)}::${n.toString(16)}`,
  };
  const figures: Figure[] = [];
  for (const [name, from] of Object.entries(ways)) {
    const counts = new Map<number, number>();
    await pour(attempts, async (n) => count(counts, (await start(attacked, form("hello"), from(n))).status));
    const waiting = counts.get(303) ?? 0;
    figures.push({
      name: `A7: ${attempts} starts ${name}`,
      got: `${waiting} wait`,
      aim: `at most ${unprovedMost}`,
      pass: waiting <= unprovedMost,
    });
  }
  return figures;
}

function form(text: string, id = clientId()): Record<string, string> {
  return { client_id: id, rules: "1", l: "en", text };
}

/** A form at the door, from an address that the proxy in front has seen. */
async function start({ origin }: House, fields: Record<string, string>, from: string) {
  const headers = { Origin: origin, "X-Forwarded-For": from };
  const answer = await fetch(`${origin}/start`, {
    method: "POST",
    headers,
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
  return { status: answer.status, text: await answer.text() };
}

/** Somebody who needs it: does what the page says until there is a place. How long that took, ms; null when none came in ten minutes. */
async function comes(attacked: House, text: string, hasScripts: boolean): Promise<number | null> {
  const fields = form(text);
  for (const from = performance.now(); performance.now() - from < 600_000; ) {
    const answer = await start(attacked, fields, school);
    if (answer.status === 303) return performance.now() - from;
    if (answer.status !== 428) {
      await Bun.sleep(1_000);
      continue;
    }
    fields.task = unescaped(/name="task" value="([^"]*)"/.exec(answer.text)?.[1] ?? "");
    if (hasScripts) fields.solution = await solve(fields.task);
    else await Bun.sleep(Number(/data-seconds="(\d+)"/.exec(answer.text)?.[1] ?? 60) * 1_000);
  }
  return null;
}

/** Looks at the door and takes the way out while bots come. Returns how often something was not as it should be. */
async function looks({ origin }: House, took: number[], until: Promise<unknown>): Promise<number> {
  let goes = true;
  let wrong = 0;
  until.finally(() => {
    goes = false;
  });
  while (goes) {
    const from = performance.now();
    const door = await fetch(`${origin}/?l=en`, { headers: { "X-Forwarded-For": school } });
    const page = await door.text();
    took.push(performance.now() - from);
    const out = await fetch(`${origin}/leave`, { redirect: "manual", headers: { "X-Forwarded-For": school } });
    if (door.status !== 200 || !page.includes("tel:112") || !page.includes('action="/start') || out.status !== 303)
      wrong += 1;
    await Bun.sleep(100);
  }
  return wrong;
}

/** So many of something, no more than some of it at once. */
async function pour(many: number, one: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < many) await one(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function count(counts: Map<number, number>, status: number) {
  counts.set(status, (counts.get(status) ?? 0) + 1);
}

function statuses(counts: Map<number, number>): string {
  return [...counts].map(([status, n]) => `${n} × ${status}`).join(", ");
}
