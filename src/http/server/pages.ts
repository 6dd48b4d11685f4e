import { idOf } from "#src/http/frame/history.ts";

/** How many rows of a long list stand on one page. */
export const onPage = 50;

/** Which page of a list of `n` is shown when one is asked for, the first from 1; one that is not there is the nearest. */
export function pageOf(n: number, asked: string | undefined, most = onPage) {
  const pages = Math.max(1, Math.ceil(n / most));
  const page = Math.min(pages, Math.max(1, idOf(asked)));
  return { page, pages, from: (page - 1) * most };
}

/** The query of the list that a form came from, without what was told there, and with what is to be told now. */
export function backTo(query = "", more: Record<string, number> = {}): string {
  const kept = /^[&=%+*\w.~-]{0,400}$/.test(query) ? new URLSearchParams(query) : new URLSearchParams();
  const known = ["q", "show", "page"].flatMap((name) => {
    const value = kept.get(name);
    return value === null ? [] : [[name, value]];
  });
  const told = Object.entries(more).map(([name, n]) => [name, String(n)]);
  return new URLSearchParams(Object.fromEntries([...known, ...told])).toString();
}
