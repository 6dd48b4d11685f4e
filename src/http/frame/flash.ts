import { minuteMs } from "#src/clock.ts";
import { newToken } from "#src/crypto/hash.ts";

/** Keeps what a form said until the page it leads to shows it once. In memory only. */
export interface Once<Said> {
  /** Keeps it for a minute, or as long as set at opening; returns a name for `take` that nobody can guess. */
  keep(said: Said): string;
  /** Returns what was said, once: asked again, as by Back after leaving, it returns undefined. */
  take(name: string | undefined): Said | undefined;
}

/** More than ever wait at once: a flood pushes out the oldest, who then see the page as it is for everyone. */
const most = 5_000;

/** Opens such a store: no address holds what was chosen, and the browser's Back can show the page again. */
export function openOnce<Said>(keptMs = minuteMs): Once<Said> {
  const kept = new Map<string, Said>();
  return {
    keep: (said) => {
      const name = newToken();
      kept.set(name, said);
      // A timer each, since the next call may be hours away.
      setTimeout(() => kept.delete(name), keptMs).unref();
      if (kept.size > most) kept.delete(kept.keys().next().value!);
      return name;
    },
    take: (name = "") => {
      const said = kept.get(name);
      kept.delete(name);
      return said;
    },
  };
}

/** Returns the address of a page that shows what is kept under a name; `query` is "?l=fr" or "". */
export function shownOnce(path: string, query: string, name: string): string {
  return `${path}${query === "" ? "?" : `${query}&`}w=${name}`;
}
