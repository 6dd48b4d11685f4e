import { minuteMs } from "#src/clock.ts";
import { newToken } from "#src/crypto/hash.ts";

/** What a form said between the POST that brought it and the one page it leads to. In memory only. */
export interface Once<Said> {
  /** Keeps it for a minute at most, or as long as was said at its opening; gives the name under which it can be taken, which nobody can guess. */
  keep(said: Said): string;
  /** What was said, once: whoever asks again, as Back does after leaving, finds nothing. Undefined when there is nothing. */
  take(name: string | undefined): Said | undefined;
}

/** More than ever wait at once: a flood pushes the oldest out, which then see the page as it is for everybody. */
const most = 5_000;

/** What was chosen or looked for stands so in no address, and the page that shows it is one that the browser's Back can show again. */
export function openOnce<Said>(keptMs = minuteMs): Once<Said> {
  const kept = new Map<string, Said>();
  return {
    keep: (said) => {
      const name = newToken();
      kept.set(name, said);
      // By itself, not with the next one: there may be none for hours.
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

/** The address of a page that shows what is kept under a name; `query` is what was chosen by a link: `?l=fr`, or "". */
export function shownOnce(path: string, query: string, name: string): string {
  return `${path}${query === "" ? "?" : `${query}&`}w=${name}`;
}
