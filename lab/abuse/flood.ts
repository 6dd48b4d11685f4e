import { said } from "#lab/load/report/figures.ts";
import { clientId } from "#lab/load/report/random.ts";
import { type Figure, percentile } from "#lab/load/report/report.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { newTask } from "#src/crypto/proof-of-work.ts";
import { maxUnproved } from "#src/http/limits/start-flood.ts";
import { unescaped } from "#tests/support/house/http.ts";
import { solve } from "#tests/support/keys/solve.ts";
import { honest, honestFigures, mb, wholeFigure } from "./honest.ts";
import { type House, house } from "./house.ts";

interface FloodPlan {
  program: string;
  /** From one network, then from many. */
  attempts: number;
  networks: number;
  /** Young people in danger behind the bots' address, with and without scripts, and as many from elsewhere. */
  withScripts: number;
  without: number;
  slack: number;
}

const atOnce = 64;
const school = "203.0.113.77";
const solver = "192.0.2.40";
const places = 2;

/** A5, A6, A7, S12: bots try to fill the line, from one network and many, beside young people who share it. */
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
      // The bots take all of the machine; a person hardly notices a second.
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
  // The bots come first, and take what there is without proof.
  await Bun.sleep(200);
  const doors: number[] = [];
  const pages = looks(attacked, doors, bots);
  const inDanger = { from: school, danger: true };
  const took = await Promise.all([
    ...Array.from({ length: withScripts }, (_, n) => comes(attacked, `script ${n}`, inDanger)),
    ...Array.from({ length: without }, (_, n) => comes(attacked, `plain ${n}`, { ...inDanger, hasScripts: false })),
  ]);
  const elsewhere = await fromElsewhere(attacked, "near", withScripts);
  const refused = await comes(attacked, "no danger", { from: school, patience: 0 });
  await bots;
  const shown = await pages;
  const waiting = counts.get(303) ?? 0;
  return [
    {
      name: `A5: ${attempts} bots of one /24, of whom wait`,
      got: `${waiting} (${statuses(counts)})`,
      aim: `at most ${places}`,
      pass: waiting <= places,
    },
    placed(`S12: ${withScripts} in danger with and ${without} without JavaScript behind the same address`, took, 600),
    placed(`S12: ${withScripts} from elsewhere meanwhile`, elsewhere, 10),
    {
      name: "S12: whoever says nothing of danger behind the same address",
      got: refused === null ? "reads that the line is full" : "has a place",
      aim: "reads that the line is full",
      pass: refused === null,
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
  const took = await fromElsewhere(attacked, "far", withScripts);
  await bots;
  return [
    placed(`S12: ${withScripts} beside ${attempts} bots of ${networks} networks (${statuses(counts)})`, took, 10),
  ];
}

function fromElsewhere(attacked: House, text: string, n: number) {
  return Promise.all(
    Array.from({ length: n }, (_, i) => comes(attacked, `${text} ${i}`, { from: `10.${text.length}.${i}.9` })),
  );
}

function placed(name: string, took: readonly (number | null)[], seconds: number): Figure {
  const got = took.filter((one) => one !== null);
  const slowest = Math.max(...got) / 1_000;
  return {
    name,
    got: `${got.length} have a place, the last after ${slowest.toFixed(1)} s`,
    aim: `all, within ${seconds < 60 ? `${seconds} s` : `${seconds / 60} minutes`}`,
    pass: got.length === took.length && slowest <= seconds,
  };
}

/** A6: tasks not done, or not for this form. */
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
  // In danger the line is never full; and without proof nothing is left.
  const inDanger = (id = clientId()) => ({ ...form("hello", id), danger: "yes" });
  for (let n = 0; n < maxUnproved; await Bun.sleep(100)) {
    if ((await start(attacked, inDanger(), solver)).status === 303) n += 1;
  }
  for (const one of tries) {
    const done = one.solution ?? (await solve(one.task));
    const { status } = await start(attacked, { ...inDanger(one.form), task: one.task, solution: done }, solver);
    count(counts, status);
  }
  const accepted = counts.get(303) ?? 0;
  // The same machinery lets in those who did it.
  const honestly = await start(attacked, { ...inDanger(own.form), task, solution }, solver);
  const kinds = [...new Set(tries.map(({ name }) => name))].join(", ");
  return [
    { name: `A6: tasks ${kinds}`, got: `${accepted} of ${tries.length} accepted`, aim: "0", pass: accepted === 0 },
    { name: "A6: a task that was done", got: String(honestly.status), aim: "303", pass: honestly.status === 303 },
  ];
}

/** A7: a forged origin and a whole IPv6 network share one bucket; only the last address, from the proxy, counts. */
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
      aim: `at most ${maxUnproved}`,
      pass: waiting <= maxUnproved,
    });
  }
  return figures;
}

function form(text: string, id = clientId()): Record<string, string> {
  return { client_id: id, rules: "1", l: "en", text };
}

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

interface Comes {
  from: string;
  danger?: boolean;
  hasScripts?: boolean;
  patience?: number;
}

/** Someone in need does what the page says until there is a place. Returns ms, or null if none came in time. */
async function comes(attacked: House, text: string, how: Comes): Promise<number | null> {
  const { from: address, danger = false, hasScripts = true, patience = 600_000 } = how;
  const fields: Record<string, string> = { ...form(text), ...(danger && { danger: "yes" }) };
  const from = performance.now();
  for (;;) {
    const answer = await start(attacked, fields, address);
    if (answer.status === 303) return performance.now() - from;
    if (answer.status === 428) {
      fields.task = unescaped(/name="task" value="([^"]*)"/.exec(answer.text)?.[1] ?? "");
      if (hasScripts) fields.solution = await solve(fields.task);
      else await Bun.sleep(Number(/data-seconds="(\d+)"/.exec(answer.text)?.[1] ?? 60) * 1_000);
      continue;
    }
    if (performance.now() - from >= patience) return null;
    await Bun.sleep(1_000);
  }
}

/** Uses the door and the way out while bots come. Returns how often something was wrong. */
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
