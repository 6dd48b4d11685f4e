import { mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  isPast,
  type Kept,
  nameOfCopy,
  openedFile,
  partFile,
  removeAll,
  sweepUnfinished,
  writeSynced,
} from "#src/backup/kept.ts";
import { type Copyable, copyProof, openerOf, version, workName } from "#src/backup/making.ts";
import { whats } from "#src/backup/parts.ts";
import { letWork, WorkError, type Worker } from "#src/backup/work.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { keepFolder } from "#src/crypto/keys/master-key.ts";
import { passingKey } from "#src/crypto/sealed-file.ts";
import type { Db } from "#src/db/db.ts";
import { type Base, baseFile } from "./base.ts";
import { deltasIn, forgetOldDeltas, type KeptDelta, nameOfDelta, type OpenedDelta } from "./kept-deltas.ts";
import type { DeltaSaid, DeltaTold } from "./work-delta.ts";

/** What it does, one after the other. */
export type DeltaStep = "reading" | "opening";

/** Nothing is stored while the other process begins; if it takes longer than this, it tries again later, ms. */
const maxHeldMs = 150;
const maxTries = 5;
const pauseMs = 100;

// Captured at import, so that tests with fake timers still get there.
const later = setTimeout;

/**
 * Seals what changed since a full copy, its base, beside the copies, and opens it again: only then it counts. Throws BackupError,
 * WorkError, and as a disk does, and leaves nothing of the try.
 */
export async function makeDelta(
  house: Copyable,
  base: Base,
  copies: Kept[],
  tell: (step: DeltaStep) => void,
): Promise<KeptDelta> {
  const { db, clock, config } = house;
  const folder = config.backupDir;
  const begun = clock.elapsed();
  const opener = openerOf(db);
  const work = mkdtempSync(join(config.dataDir, workName));
  const made: string[] = [];
  try {
    sweepUnfinished(folder);
    const at = afterAll(clock.now(), [...copies, ...deltasIn(folder)]);
    const name = nameOfDelta(nameOfCopy(at), base.name);
    const files = [...whats.map((what) => partFile(folder, name, what)), openedFile(folder, name)];
    made.push(...files.map((file) => `${file}.part`));
    const [data, keys] = made;
    const { secret, recipient } = await passingKey();
    const head = { id: newClientId(), at, version, base: { id: base.id, name: base.name } };
    const talk = openTalk(db, tell);
    const { pages } = await letWork(
      {
        do: "delta",
        ...{ dataDir: config.dataDir, hashes: baseFile(config.dataDir, base.name), work },
        ...{ to: { data: data!, keys: keys! }, head, openers: [opener, { recipient }], proof: copyProof(db), secret },
      },
      () => {},
      { hear: talk.hear },
    );
    const opened: OpenedDelta = {
      at,
      openedAt: clock.now(),
      pages,
      tookMs: Math.round(clock.elapsed() - begun),
      heldMs: Math.round(talk.heldMs()),
      bytes: statSync(data!).size + statSync(keys!).size,
      sealedTo: "recipient" in opener ? "sheet" : "master",
    };
    writeSynced(made.at(-1)!, `${JSON.stringify(opened)}\n`);
    // Its facts come last: a delta without them does not count.
    for (const file of files) {
      renameSync(`${file}.part`, file);
      made.push(file);
    }
    keepFolder(folder);
    made.length = 0;
    forgetOldDeltas(folder, copies, clock.now());
    return { name, at, parts: [...whats], base: base.name, opened };
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
    // On a disk that has gone it cannot; the next try there removes what was begun.
    try {
      removeAll(made);
    } catch {}
  }
}

/** The second of an instant (ms UTC), or the first after all copies and deltas: also if the clock went back a little, the newest is the last. */
function afterAll(now: number, all: { at: number }[]): number {
  const second = Math.floor(now / 1000) * 1000;
  return Math.max(second, ...all.filter((one) => isPast(one, now)).map(({ at }) => at + 1000));
}

/** Talks with the other process: lets it begin at a moment in which nothing is stored, and empties the logs once it has read. */
function openTalk(db: Db, tell: (step: DeltaStep) => void) {
  let heldMs = 0;
  let answer: (isBegun: boolean) => void = () => {};

  function answerTo(worker: Worker, said: DeltaSaid): Promise<boolean> {
    return new Promise((resolve) => {
      answer = resolve;
      worker.say(said);
    });
  }

  async function begin(worker: Worker) {
    for (let n = 1; n <= maxTries; n += 1) {
      let isAsked = false;
      let answered = Promise.resolve(false);
      const held = db.share(async ({ id, mac }) => {
        isAsked = true;
        answered = answerTo(worker, { begin: { id, mac: Buffer.from(mac).toString("hex") } });
        const late = new Promise<boolean>((resolve) => later(() => resolve(false), maxHeldMs));
        if (!(await Promise.race([answered, late]))) throw new WorkError("late");
      });
      const ms = await held.catch(() => null);
      if (ms !== null) {
        heldMs = ms;
        worker.lower();
        tell("reading");
        worker.say("go on");
        return;
      }
      // What it began too late would keep the logs from being emptied.
      await answered;
      if (isAsked) await answerTo(worker, "end");
      await new Promise((resolve) => later(resolve, n * pauseMs));
    }
    worker.end();
  }

  return {
    heldMs: () => heldMs,
    hear: (told: DeltaTold, worker: Worker) => {
      if (told === "ready") begin(worker);
      // A key that was destroyed meanwhile was left in the file until nobody reads it.
      else if (told === "read") db.emptyLogs();
      else if (told === "sealed") {
        tell("opening");
        worker.say("go on");
      } else answer(told.begun);
    },
  };
}
