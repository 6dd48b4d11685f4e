import type Database from "#sqlite";
import type { Clock } from "#src/clock.ts";
import type { Keyring } from "#src/crypto/keys/keyring.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit, Event } from "#src/events.ts";
import type { Crowd } from "#src/queue/door/crowd.ts";
import { type Copied, type CopyTo, copyBoth, shareBoth } from "./copying.ts";
import { openErasing } from "./erasing.ts";
import { type KeysTx, type Query, type Reader, remembering, steady, type Writer, writer } from "./query.ts";
import { isBusy, isStorageError } from "./sqlite-errors.ts";
import type { Standing, Trail } from "./trail.ts";

export interface DataReader extends Reader {
  readonly keyring: Keyring;
  readonly crowd: Crowd;
}

export interface Tx extends Writer, DataReader, KeysTx {
  /** The data file's log may still hold what this change deletes or overwrites: `Erasing.emptyLogs` empties it soon after. */
  forgets(): void;
}

export interface Db extends DataReader {
  /** Reads the data of one moment, and makes each read only once. `work` is synchronous and stands outside any change. */
  look<Result>(work: (db: DataReader) => Result): Result;
  /**
   * The only way to write. `verb` runs synchronously, in a savepoint of one transaction a turn, and touches only `tx` and `emit`.
   * Resolves when the commit is on disk. Rejects with what `verb` threw, its writes undone, or with HelplineError `not_stored`.
   */
  change<Result>(actor: Actor, verb: (tx: Tx, emit: Emit) => Result): Promise<Result>;
  /** `only`: of no other events. */
  listen(listener: Listener): void;
  listen<Type extends Event["type"]>(
    listener: (events: readonly Extract<Event, { type: Type }>[]) => void,
    only: Type,
  ): void;
  /** Tells listeners what is never stored, like typing. Not from inside a change, which emits. */
  announce(...events: Event[]): void;
  /** How many turns were stored since the start: while it stays the same, so does all that was read. */
  commits(): number;
  emptyLogs(): void;
  /** Copies both files as they stand at one moment; `standing` is the last entry of the audit log in them. */
  copy(to: CopyTo, progress?: (done: number, of: number) => void): Promise<Copied & { standing: Standing }>;
  /** Lets another process begin to read both files as they stand at one moment (copying.ts). Returns for how long nothing was stored, ms. */
  share(begin: (standing: Standing) => Promise<void>): Promise<number>;
  close(): void;
}

type Listener = (events: readonly Event[]) => void;

export type AuditAnswer = (
  event: Event,
) => { action: string; object: string; before?: string; after?: string; actor?: Actor } | null;

// Captured at import, so that tests with fake timers still get their commits.
const soon = setImmediate;
const later = setTimeout;

const busyPatienceMs = 10_000;
interface Pending {
  actor: Actor;
  verb: (tx: Tx, emit: Emit) => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** Opens the store over two migrated connections. `report` gets what went wrong, never anything that someone wrote. */
export function openDb(parts: {
  data: Database.Database;
  keys: Database.Database;
  keyring: (keys: Reader) => Keyring;
  crowd: Crowd;
  clock: Clock;
  answer: AuditAnswer;
  trail: Trail;
  report: (what: string, error: unknown) => void;
}): Db {
  const { data, keys, crowd, clock, answer, trail, report } = parts;
  const dataWriter = remembering(data, writer(data));
  const keyWriter = writer(keys);
  const keyring = parts.keyring(keyWriter);
  const listeners: { listener: Listener; only: Event["type"] | undefined }[] = [];
  let pending: Pending[] = [];
  let busySince: number | null = null;
  let keysWereBusy = false;
  /** Copies that are at their last step. */
  let holds = 0;
  let commits = 0;
  /** Where the trail stood before the first entry of this turn; null without one. */
  let stood: Standing | null = null;
  const erasing = openErasing({ data, keys, keyWriter, report });

  function change<Result>(actor: Actor, verb: (tx: Tx, emit: Emit) => Result): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      pending.push({ actor, verb, resolve: resolve as (value: unknown) => void, reject });
      if (pending.length === 1 && busySince === null) soon(flush);
    });
  }

  // keys.db commits first, so that no row ever lacks its key.
  function flush() {
    if (holds > 0) return;
    const turn = pending;
    pending = [];
    stood = null;
    try {
      data.exec("BEGIN IMMEDIATE");
      // Otherwise each try would run every change again, only to fail at the first write to keys.db.
      if (keysWereBusy) keys.exec("BEGIN IMMEDIATE");
    } catch (error) {
      rollBack();
      waitOrRefuse(turn, error);
      return;
    }
    keysWereBusy = false;
    const done: Extract<Outcome, { kind: "done" }>[] = [];
    const refused: (() => void)[] = [];
    for (const one of turn) {
      const outcome = attempt(one);
      if (outcome.kind === "done") done.push(outcome);
      if (outcome.kind === "refused") refused.push(outcome.reject);
      if (outcome.kind === "broken") {
        keysWereBusy = isBusy(outcome.error);
        rollBack();
        waitOrRefuse(turn, outcome.error);
        return;
      }
    }
    try {
      if (keys.inTransaction) keys.exec("COMMIT");
      data.exec("COMMIT");
      dataWriter.settle();
      commits += 1;
    } catch (error) {
      rejectTurn(turn, error);
      return;
    }
    busySince = null;
    if (done.some((one) => one.forgets)) erasing.noteForgotten();
    const erasures = done.flatMap((one) => one.erasures);
    if (erasures.length > 0 || erasing.isDue) erasing.erase(erasures);
    for (const reject of refused) reject();
    for (const one of done) one.resolve();
    tell(done.flatMap((one) => one.events));
  }

  type Outcome =
    | { kind: "done"; resolve: () => void; events: Event[]; erasures: Query<unknown>[]; forgets: boolean }
    | { kind: "refused"; reject: () => void }
    | { kind: "broken"; error: unknown };

  function attempt(one: Pending): Outcome {
    const events: Event[] = [];
    const erasures: Query<unknown>[] = [];
    let forgets = false;
    const at = clock.now();
    let before: Standing | null = null;
    let keysTouched = false;
    const touchKeys = (): Writer => {
      if (!keys.inTransaction) keys.exec("BEGIN IMMEDIATE");
      if (!keysTouched) keys.exec("SAVEPOINT change");
      keysTouched = true;
      return keyWriter;
    };
    const tx: Tx = {
      all: dataWriter.all,
      first: dataWriter.first,
      run: dataWriter.run,
      keyring,
      crowd,
      at,
      keys: { all: keyWriter.all, first: keyWriter.first, run: (query) => touchKeys().run(query) },
      erase: (query) => erasures.push(query),
      forgets: () => {
        forgets = true;
      },
    };
    try {
      data.exec("SAVEPOINT change");
      const result = one.verb(tx, (event) => {
        events.push(event);
        const found = answer(event);
        if (!found) return;
        before ??= trail.standing();
        stood ??= before;
        keepAnswer(one.actor, at, found);
      });
      data.exec("RELEASE change");
      if (keysTouched) keys.exec("RELEASE change");
      return { kind: "done", resolve: () => one.resolve(result), events, erasures, forgets };
    } catch (error) {
      // A full disk ends the whole transaction: ROLLBACK TO would fail, and a later savepoint would commit alone.
      if (isBusy(error) || !data.inTransaction || (keysTouched && !keys.inTransaction))
        return { kind: "broken", error };
      try {
        data.exec("ROLLBACK TO change; RELEASE change");
        if (keysTouched) keys.exec("ROLLBACK TO change; RELEASE change");
      } catch (worse) {
        return { kind: "broken", error: worse };
      }
      if (before) trail.undo(before);
      if (isStorageError(error)) report("a change was refused by the disk", error);
      const reason = isStorageError(error) ? new HelplineError("not_stored") : error;
      return { kind: "refused", reject: () => one.reject(reason) };
    }
  }

  function keepAnswer(actor: Actor, at: number, found: NonNullable<ReturnType<AuditAnswer>>) {
    const { action, object, before = null, after = null } = found;
    trail.keep({ ...dataWriter, keys: keyWriter }, { at, actor: found.actor ?? actor, action, object, before, after });
  }

  function waitOrRefuse(turn: Pending[], error: unknown) {
    if (!isBusy(error)) {
      rejectTurn(turn, error);
      return;
    }
    busySince ??= clock.elapsed();
    if (clock.elapsed() - busySince > busyPatienceMs) {
      rejectTurn(turn, error);
      return;
    }
    pending = [...turn, ...pending];
    later(flush, 10 + Math.random() * 90);
  }

  function rollBack() {
    for (const file of [keys, data]) if (file.inTransaction) file.exec("ROLLBACK");
    dataWriter.settle();
    if (stood) trail.undo(stood);
  }

  function rejectTurn(turn: Pending[], error: unknown) {
    report("a whole turn was not stored", error);
    busySince = null;
    keysWereBusy = false;
    rollBack();
    for (const one of turn) one.reject(new HelplineError("not_stored"));
    if (pending.length > 0) soon(flush);
  }

  /** Until it is released nothing is stored; what was asked for meanwhile comes then. */
  function hold() {
    holds += 1;
    const release = () => {
      holds -= 1;
      if (holds === 0 && pending.length > 0) soon(flush);
    };
    return { standing: trail.standing(), release };
  }

  const beginLook = data.prepare("BEGIN");
  const endLook = data.prepare("COMMIT");

  function look<Result>(work: (db: DataReader) => Result): Result {
    beginLook.run();
    try {
      return work({ ...steady(dataWriter), keyring, crowd });
    } finally {
      endLook.run();
    }
  }

  function tell(events: readonly Event[]) {
    if (events.length === 0) return;
    for (const { listener, only } of listeners) {
      const own = only === undefined ? events : events.filter(({ type }) => type === only);
      if (own.length === 0) continue;
      try {
        listener(own);
      } catch (error) {
        const types = [...new Set(events.map((event) => event.type))];
        report(`a listener failed on ${types.join(", ")}`, error);
      }
    }
  }

  return {
    all: dataWriter.all,
    first: dataWriter.first,
    keyring,
    crowd,
    look,
    change,
    listen: (listener: (events: readonly never[]) => void, only?: Event["type"]) => {
      listeners.push({ listener: listener as Listener, only });
    },
    announce: (...events) => tell(events),
    commits: () => commits,
    emptyLogs: () => {
      if (holds === 0) erasing.emptyLogs();
    },
    copy: (to, progress) =>
      copyBoth({ data, keys, to, hold, elapsed: clock.elapsed, ...(progress ? { progress } : {}) }),
    share: (begin) => shareBoth({ data, keys, hold, elapsed: clock.elapsed, begin }),
    close: () => {
      keys.close();
      data.close();
    },
  };
}

/** Returns the name of a staff member (id) in the audit trail. */
export const asStaff = (staffId: number): `staff:${number}` => `staff:${staffId}`;

/** Returns the name of a chat (id) in the audit trail, and of its young person, who has no other name. */
export const asChat = (conversationId: number): `conversation:${number}` => `conversation:${conversationId}`;
