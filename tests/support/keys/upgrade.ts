import { masterKey } from "#src/crypto/keys/master-key.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { restarted } from "#tests/support/house/restart.ts";
import { copyOf } from "#tests/support/outside/cut.ts";
import { type OldTrail, oldEntries, oldTrail, upgraded } from "./old-trail.ts";

export const master = masterKey(new Uint8Array(32).fill(7));
/** The evening of the upgrade, ms UTC: in no whole quarter of an hour. */
export const now = Date.UTC(2026, 10, 24, 18, 22, 7) + 431;
export const entries = oldEntries(now);

/** A house on the evening of its upgrade, and a trail of the version before. */
export interface BeforeUpgrade {
  clock: FakeClock;
  old: OldTrail;
  /** That trail after the upgrade, untouched. */
  asUpgraded(): OpenFiles;
  /** Starts on files, with the master key or none. */
  start(files: OpenFiles, key?: typeof master | null): Promise<House>;
  /** How the code of an old entry was told. */
  short(id: number): string;
}

/** Made once: running every migration each time took longer than the questions about the trail. */
let made: { old: OldTrail; after: OpenFiles } | undefined;

export async function beforeUpgrade(): Promise<BeforeUpgrade> {
  const clock = fakeClock(now);
  const home = await house({ clock });
  if (!made) {
    const old = oldTrail(master, entries, { gone: 3 });
    made = { old, after: upgraded(copyOf(old.files), now) };
  }
  const { old, after } = made;
  return {
    clock,
    old: { ...old, files: copyOf(old.files) },
    asUpgraded: () => copyOf(after),
    start: (files, key = master) => restarted(home, files, key),
    short: (id) => old.codes.get(id)!.toString("hex").slice(0, 32),
  };
}
