import type { Kept } from "#src/backup/kept.ts";
import { asBackupError, BackupError, type Copyable, copyProof, openerOf } from "#src/backup/making.ts";
import { type Base, forgetBases, openedBy, readBase } from "./base.ts";
import { deltasIn, forgetOldDeltas, hasBase, type KeptDelta } from "./kept-deltas.ts";
import { type DeltaStep, makeDelta } from "./make-delta.ts";

/** What is known of places for copies that are not this machine. */
export interface Away {
  /** Whether there is one. */
  isElsewhere(): boolean;
  /** Whether a copy lies in one of them, whole. */
  hasCopy(name: string): boolean;
  /** Up to when data lie in one of them, ms UTC; null for never. */
  savedUntil(): number | null;
}

/** What every helpline begins with. */
export const nowhere: Away = { isElsewhere: () => false, hasCopy: () => false, savedUntil: () => null };

/** Returns several places as one: what lies in one of them is safe. */
export function together(...places: Away[]): Away {
  return {
    isElsewhere: () => places.some((one) => one.isElsewhere()),
    hasCopy: (name) => places.some((one) => one.hasCopy(name)),
    savedUntil: () => {
      const all = places.flatMap((one) => one.savedUntil() ?? []);
      return all.length === 0 ? null : Math.max(...all);
    },
  };
}

export interface Deltas {
  /** The newest that was opened, has both parts and its base; null for none. */
  lastDelta(): KeptDelta | null;
  /** Whether there is a copy that deltas can be made since; without one, a new copy is due. */
  hasBase(): boolean;
  /** Makes one since that copy, and opens it again. Returns null without such a copy. Throws BackupError, and leaves nothing of the try. */
  makeDelta(tell?: (step: DeltaStep) => void): Promise<KeptDelta | null>;
  /** Why the last try made none; null once one was made. */
  deltaFailed(): BackupError | null;
}

/** Opens the deltas of a helpline. `opened`: its whole copies that count, the newest first; `isBusy`: one is being made now. */
export function openDeltas(house: Copyable, away: Away, { opened, isBusy }: { opened(): Kept[]; isBusy(): boolean }) {
  const { config, clock } = house;
  clearAway();
  let all = deltasIn(config.backupDir);
  let failed: BackupError | null = null;
  let making: Promise<KeptDelta> | null = null;

  /** What a try left that was cut off; the job says if it cannot be removed. */
  function clearAway() {
    try {
      forgetOldDeltas(config.backupDir, opened(), clock.now());
    } catch {}
  }

  function base(): Base | null {
    let by: string;
    try {
      by = openedBy(openerOf(house.db), copyProof(house.db));
    } catch {
      return null;
    }
    const bases = opened().flatMap(({ name }) => readBase(config.dataDir, name) ?? []);
    const ours = bases.filter((one) => one.openedBy === by);
    // While the newest is on its way elsewhere, the one before serves on there.
    return ours.find(({ name }) => away.hasCopy(name)) ?? ours[0] ?? null;
  }

  const deltas: Deltas = {
    lastDelta: () => all.find((one) => one.opened && one.parts.length === 2 && hasBase(opened(), one)) ?? null,
    hasBase: () => base() !== null,
    makeDelta: async (tell = () => {}) => {
      if (isBusy() || making) throw new BackupError("running");
      const since = base();
      if (!since) return null;
      try {
        making = makeDelta(house, since, opened(), tell);
        const made = await making;
        failed = null;
        return made;
      } catch (error) {
        failed = asBackupError(error);
        throw failed;
      } finally {
        making = null;
        all = deltasIn(config.backupDir);
      }
    },
    deltaFailed: () => failed,
  };
  return {
    ...deltas,
    /** Settles when none is being made. */
    over: async () => {
      await making?.catch(() => {});
    },
    /** Removes what was kept long enough. Throws as `forgetOldDeltas`. */
    forget: () => {
      const [newest] = opened();
      // Where copies lie is not always there.
      if (newest) forgetBases(config.dataDir, [newest, base() ?? newest]);
      try {
        forgetOldDeltas(config.backupDir, opened(), clock.now());
      } finally {
        all = deltasIn(config.backupDir);
      }
    },
  };
}
