import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stored } from "#lab/load/failures/stored.ts";
import { openBrowser } from "#lab/load/lines/request.ts";
import { inFolder } from "#lab/load/people/stage.ts";
import { fillWorld } from "#lab/load/people/world.ts";
import { between, clientId, type Random } from "#lab/load/report/random.ts";
import { openFetching } from "#src/backup/standby/fetching.ts";
import { keepFetched, keepToken } from "#src/backup/standby/folder.ts";
import { openSource } from "#src/backup/standby/wire.ts";
import { hourMs, minuteMs, systemClock } from "#src/clock.ts";
import type { Says, Told } from "./home.ts";

/** What one helpline lost, and what was seen of it. Times in minutes of its own clock. */
export interface Lost {
  /** From the first message that somebody was told is stored, and that is missing, to the end; 0 = none is missing. */
  minutes: number;
  /** When it was killed, and how many messages somebody was told of by then. */
  killedAt: number;
  acknowledged: number;
  /** What is wrong beside that, in words. */
  wrong: string[];
}

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const flags = ["--no-env-file", "--no-install", `--tsconfig-override=${file("../../../tsconfig.json")}`];

/**
 * Lets a helpline live on a fast clock, in which Noor writes each minute and a second machine fetches each minute, kills it at a moment
 * of chance, and promotes the second machine by the one file. `skip`: of so many minutes the second machine sleeps (for the control).
 */
export async function loseHome({
  program,
  random,
  sleeps = 0,
}: {
  program: string;
  random: Random;
  sleeps?: number;
}): Promise<Lost> {
  const base = mkdtempSync(join(tmpdir(), "porchlight-lost-"));
  const [homeData, cellarData] = [join(base, "home", "data"), join(base, "cellar", "data")];
  const folder = `${cellarData}.fetched`;
  const began = systemClock.now() - 3 * hourMs;
  try {
    mkdirSync(homeData, { recursive: true });
    mkdirSync(folder, { recursive: true });
    const world = await inFolder(homeData, (helpline) => fillWorld(helpline, 1));
    copyFileSync(`${homeData}.key`, `${cellarData}.key`);
    const home = await alive(homeData, began);
    const origin = `http://127.0.0.1:${home.port}`;
    const [name, value] = world.young[0]!.cookie.split("=");
    const noor = openBrowser(origin, { "X-Chat": "1" }, true, new Map([[name!, value!]]));
    keepFetched(folder, { address: origin, reachedAt: null, savedUntil: null, promotesTo: null });
    keepToken(folder, home.token);

    let minute = 0;
    const now = () => began + minute * minuteMs;
    const clock = { now, elapsed: () => minute * minuteMs + performance.now() };
    const fetching = openFetching({ source: openSource(new URL(origin), home.token), folder, clock });
    const acknowledged: { text: string; minute: number }[] = [];
    const writes = async () => {
      const text = `minute ${minute}`;
      const at = minute;
      const answer = await noor.post("/send", { client_id: clientId(), text }, 5_000);
      if (answer?.status === 200) acknowledged.push({ text, minute: at });
    };
    const fetches = () =>
      fetching.once().then(
        ({ until }) => until,
        () => null,
      );

    // What is promised begins with the first copy that lies elsewhere.
    do {
      minute += 1;
      await home.minute();
      await writes();
    } while ((await fetches()) === null && minute < 10);
    const killedAt = minute + Math.floor(between(random, 2, 45));
    const copyAt = Math.floor(between(random, minute + 1, killedAt + 5));
    while (minute < killedAt - 1) {
      minute += 1;
      await Promise.all([home.minute(minute === copyAt), writes()]);
      if (minute < killedAt - sleeps) await fetches();
    }
    minute += 1;
    // Whatever goes on in its last minute is cut off.
    const last = [home.minute(minute === copyAt), writes(), ...(sleeps > 0 ? [] : [fetches()])];
    await Bun.sleep(between(random, 0, random() < 0.5 ? 20 : 1_500));
    await home.kill();
    await Promise.all(last);
    return {
      ...(await promoted({ program, cellarData, acknowledged, killedAt })),
      killedAt,
      acknowledged: acknowledged.length,
    };
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function promoted({
  program,
  cellarData,
  acknowledged,
  killedAt,
}: {
  program: string;
  cellarData: string;
  acknowledged: { text: string; minute: number }[];
  killedAt: number;
}): Promise<Pick<Lost, "minutes" | "wrong">> {
  const env = { PATH: process.env.PATH ?? "", HOME: cellarData, DATA_DIR: cellarData };
  const child = spawn(program, ["promote"], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk));
  const code = await new Promise((done) => child.once("close", done));
  if (code !== 0) return { minutes: Number.POSITIVE_INFINITY, wrong: [`promote ended with ${code}: ${said}`] };
  const { rows, integrity } = stored(cellarData);
  const wrong = integrity.filter((one) => one !== "ok").map((one) => `damaged: ${one}`);
  const texts = [...rows.values()].flat().flatMap(({ side, text }) => (side === "youth" ? [text ?? "no key"] : []));
  const there = texts.filter((text) => text !== "hello");
  const missing = acknowledged.filter(({ text }) => !there.includes(text));
  const first = missing[0]?.minute;
  if (first !== undefined && acknowledged.some(({ minute, text }) => minute > first && there.includes(text)))
    wrong.push("a later message is there than one that is lost");
  if (new Set(there).size !== there.length || there.some((text) => !/^minute \d+$/.test(text)))
    wrong.push("a message is there twice, or is another");
  return { minutes: first === undefined ? 0 : killedAt - first, wrong };
}

async function alive(dataDir: string, at: number) {
  const args = [...flags, file("home.ts"), dataDir, String(at)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let output = "";
  child.stderr!.on("data", (chunk: Buffer) => (output += chunk));
  const gone = new Promise<null>((done) => child.once("exit", () => done(null)));
  const heard = <Key extends string>(key: Key) =>
    new Promise<Extract<Says, Record<Key, unknown>>>((done) => {
      const hear = (says: Says) => {
        if (!(key in says)) return;
        child.off("message", hear);
        done(says as Extract<Says, Record<Key, unknown>>);
      };
      child.on("message", hear);
    });
  const open = await Promise.race([heard("port"), gone]);
  if (!open) throw new Error(`it ended with ${child.exitCode}: ${output}`);
  return {
    ...{ port: open.port, token: open.token },
    /** Resolves when it is over, or the process is gone. */
    minute: async (copy = false) => {
      const done = heard("done");
      if (child.connected) child.send({ minute: true, copy } satisfies Told);
      await Promise.race([done, gone]);
    },
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
