import { join } from "node:path";
import type { StoreSetting } from "#src/config.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { Proof } from "./elsewhere.ts";
import { isKeys, oldAmong } from "./old.ts";
import { proofOf } from "./pieces.ts";
import { openStore, type Store } from "./store.ts";
import { StoreError, type StoreFailure } from "./store-error.ts";

/**
 * Whether keys may lie in a store: only where deleting deletes. `lies` = it says yes and keeps them; `kept` = it keeps versions;
 * `hidden` = its key may not look whether it does; `may_not_delete`; null = nobody has tried yet.
 */
export type KeysThere = "go" | "lies" | "kept" | "hidden" | "may_not_delete" | null;

/** A file that should lie there, and what it was when it was opened, where that is known. */
export interface Wanted {
  name: string;
  sha256: string | null;
}

/** What is brought to a store and what is removed there. It is done by another process (work.ts). */
export interface StoreVisit {
  setting: StoreSetting;
  /** Where the files are. */
  folder: string;
  /** In the order in which they go. */
  wanted: Wanted[];
  /** What came back as it was before. */
  known: Record<string, Proof>;
  keys: KeysThere;
  /** Which copies are old is counted from here, ms UTC. */
  at: number;
}

export interface Visited {
  /** What lies there and came back as it was. */
  there: Record<string, Proof>;
  keys: KeysThere;
  /** What is too old, and still there. */
  left: string[];
  failed: StoreFailure | null;
}

const probeName = "porchlight-probe-";
const probe = /^porchlight-probe-[0-9a-f]{32}$/;

/** Brings copies to a store, reads each back, and removes there what is old. What was done before it failed stays. */
export async function visit(
  { setting, folder, wanted, known, keys, at }: StoreVisit,
  means: Parameters<typeof openStore>[1],
): Promise<Visited> {
  const done: Visited = { there: {}, keys, left: [], failed: null };
  try {
    const store = openStore(setting, means);
    const lying = await store.list();
    const sizes = new Map(lying.map(({ name, bytes }) => [name, bytes]));
    for (const [name, proof] of Object.entries(known)) if (sizes.get(name) === proof.bytes) done.there[name] = proof;

    const names = lying.map(({ name }) => name);
    const old = names.filter(oldFrom(names, at));
    done.left = await removeOld(store, old);
    for (const name of old) delete done.there[name];
    const willBeOld = oldFrom([...names, ...wanted.map(({ name }) => name)], at);
    const missing = wanted.filter(({ name }) => !done.there[name] && !willBeOld(name));
    // What was said before may have changed: someone can switch versions on in the store.
    if (missing.some(({ name }) => isKeys(name))) done.keys = await mayKeysGo(store);
    for (const one of missing) {
      if (isKeys(one.name) && done.keys !== "go") continue;
      const proof = await brought(store, join(folder, one.name), one, sizes.has(one.name));
      if (proof) done.there[one.name] = proof;
    }
  } catch (error) {
    done.failed = failureOf(error);
  }
  return done;
}

function failureOf(error: unknown): StoreFailure {
  if (error instanceof StoreError) return { why: error.why, detail: error.detail };
  return { why: "disk", detail: error instanceof Error && "code" in error ? String(error.code) : "unknown" };
}

/** Which of some names are to go: old copies, and what a probe left that was cut off. */
function oldFrom(names: string[], at: number): (name: string) => boolean {
  const old = new Set(oldAmong(names, at));
  return (name) => old.has(name) || probe.test(name);
}

/** Returns what is still there. */
async function removeOld(store: Store, old: string[]): Promise<string[]> {
  if (old.length === 0) return [];
  for (const name of old) {
    try {
      await store.remove(name);
    } catch (error) {
      // Its key may never delete; what is new goes there all the same.
      if (!(error instanceof StoreError) || error.why !== "not_allowed") throw error;
      return old;
    }
  }
  const after = new Set((await store.list()).map(({ name }) => name));
  return old.filter((name) => after.has(name));
}

/** Puts a note there and deletes it again, to see what the store makes of that. */
async function mayKeysGo(store: Store): Promise<KeysThere> {
  const name = `${probeName}${newClientId()}`;
  await store.putText(name, name);
  if ((await store.text(name)) !== name) throw new StoreError("not_same", name);
  try {
    await store.remove(name);
  } catch (error) {
    if (error instanceof StoreError && error.why === "not_allowed") return "may_not_delete";
    throw error;
  }
  if ((await store.text(name)) !== null) return "lies";
  const versions = await store.keepsVersions(name);
  if (versions === "yes") return "kept";
  return versions === "hidden" ? "hidden" : "go";
}

/** Returns what came back; null if the file has gone from here meanwhile. Throws StoreError, also if another one came back. */
async function brought(store: Store, file: string, { name, sha256 }: Wanted, isListed: boolean): Promise<Proof | null> {
  const proof = await proofOf(file).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  });
  if (!proof) return null;
  if (sha256 !== null && sha256 !== proof.sha256) throw new StoreError("spoiled", name);
  const isSame = (back: Proof | null) => back?.sha256 === proof.sha256 && back.bytes === proof.bytes;
  // As after a start that knows of nothing any more.
  if (isListed && isSame(await store.get(name, null))) return proof;
  await store.put(name, file, proof);
  if (isSame(await store.get(name, null))) return proof;
  await store.remove(name).catch(() => {});
  throw new StoreError("not_same", name);
}
