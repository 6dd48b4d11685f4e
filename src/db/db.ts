import type Database from "#sqlite";
import type { Clock } from "#src/clock.ts";
import type { Keyring } from "#src/crypto/keys/keyring.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit, Event } from "#src/events.ts";
import type { Crowd } from "#src/queue/door/crowd.ts";
import { openErasing } from "./erasing.ts";
import type { KeysTx, Query, Reader, Writer } from "./query.ts";
import { isBusy, isStorageError, steady, writer } from "./statements.ts";
import type { Trail } from "./trail.ts";

/** Reading the data file, with the keys to what is sealed in it, and what only this process knows of those who wait. */
export interface DataReader extends Reader {
  readonly keyring: Keyring;
  readonly crowd: Crowd;
}

/** One change: the data file, keys.db, and the moment it happens (ms UTC). */
export interface Tx extends Writer, DataReader, KeysTx {
  /** What this change deletes or writes over may stay in the log of the data file: it is emptied soon after (`Erasing.emptyLogs`). */
  forgets(): void;
}

export interface Db extends DataReader {
  /**
   * Reads that belong together: all see the data of one moment, and each is made only once. `work` is synchronous, and
   * stands outside of any change.
   */
  look<Result>(work: (db: DataReader) => Result): Result;
  /**
   * The only way to write. `verb` runs synchronously within the one transaction of this turn of the event loop,
   * in its own savepoint, and touches only `tx` and `emit`. The promise resolves with its result after the commit
   * is on the disk; then the events are heard. Rejects with what the verb threw (its writes are undone), or with
   * HelplineError `not_stored` when the disk refused.
   */
  change<Result>(actor: Actor, verb: (tx: Tx, emit: Emit) => Result): Promise<Result>;
  /** Hears the events of every commit, in their order. A listener that throws is logged and disturbs nobody. */
  listen(listener: (events: readonly Event[]) => void): void;
  /**
   * Tells listeners what is never stored (typing, a broken connection); what is told together is painted together. Not from
   * inside a change: that emits.
   */
  announce(...events: Event[]): void;
  /** As `Erasing.emptyLogs`. */
  emptyLogs(): void;
  close(): void;
}

/** What answers for an event in the audit trail, by another name than whoever acts where it says so (`actor`); null when nothing needs to. */
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

/** Makes the store of two migrated connections. `report` gets what went wrong, never anything anybody wrote. */
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
  const dataWriter = writer(data);
  const keyWriter = writer(keys);
  const keyring = parts.keyring(keyWriter);
  const listeners: ((events: readonly Event[]) => void)[] = [];
  let pending: Pending[] = [];
  let busySince: number | null = null;
  let keysWereBusy = false;
  let stood = trail.standing();
  const erasing = openErasing({ data, keys, keyWriter, report });

  function change<Result>(actor: Actor, verb: (tx: Tx, emit: Emit) => Result): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      pending.push({ actor, verb, resolve: resolve as (value: unknown) => void, reject });
      if (pending.length === 1 && busySince === null) soon(flush);
    });
  }

  /** Runs every change of this turn in one transaction and commits: keys first, so that no row ever lacks its key. */
  function flush() {
    const turn = pending;
    pending = [];
    stood = trail.standing();
    try {
      data.exec("BEGIN IMMEDIATE");
      // Else everybody's changes were run again at each try, only to find at the first newcomer that they were in vain.
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
    } catch (error) {
      rejectTurn(turn, error);
      return;
    }
    busySince = null;
    if (done.some((one) => one.forgets)) erasing.noteForgotten();
    erasing.erase(done.flatMap((one) => one.erasures));
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
    const before = trail.standing();
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
        keepAnswer(one.actor, at, event);
      });
      data.exec("RELEASE change");
      if (keysTouched) keys.exec("RELEASE change");
      return { kind: "done", resolve: () => one.resolve(result), events, erasures, forgets };
    } catch (error) {
      // A full disk ends the whole transaction; ROLLBACK TO would then fail and a later savepoint would commit alone.
      if (isBusy(error) || !data.inTransaction || (keysTouched && !keys.inTransaction))
        return { kind: "broken", error };
      try {
        data.exec("ROLLBACK TO change; RELEASE change");
        if (keysTouched) keys.exec("ROLLBACK TO change; RELEASE change");
      } catch (worse) {
        return { kind: "broken", error: worse };
      }
      trail.undo(before);
      if (isStorageError(error)) report("a change was refused by the disk", error);
      const reason = isStorageError(error) ? new HelplineError("not_stored") : error;
      return { kind: "refused", reject: () => one.reject(reason) };
    }
  }

  function keepAnswer(actor: Actor, at: number, event: Event) {
    const found = answer(event);
    if (!found) return;
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
    trail.undo(stood);
  }

  function rejectTurn(turn: Pending[], error: unknown) {
    report("a whole turn was not stored", error);
    busySince = null;
    keysWereBusy = false;
    rollBack();
    for (const one of turn) one.reject(new HelplineError("not_stored"));
    if (pending.length > 0) soon(flush);
  }

  const beginLook = data.prepare("BEGIN");
  const endLook = data.prepare("COMMIT");

  function look<Result>(work: (db: DataReader) => Result): Result {
    beginLook.run();
    try {
      return work(steady({ all: dataWriter.all, first: dataWriter.first, keyring, crowd }));
    } finally {
      endLook.run();
    }
  }

  function tell(events: readonly Event[]) {
    if (events.length === 0) return;
    for (const listener of listeners) {
      try {
        listener(events);
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
    listen: (listener) => listeners.push(listener),
    announce: (...events) => tell(events),
    emptyLogs: erasing.emptyLogs,
    close: () => {
      keys.close();
      data.close();
    },
  };
}

/** How one of the staff (id) is called in the trail: who did something, or whom it is about. */
export const asStaff = (staffId: number): `staff:${number}` => `staff:${staffId}`;

/** The same of a chat (id), and of its young person, who has no other name. */
export const asChat = (conversationId: number): `conversation:${number}` => `conversation:${conversationId}`;
