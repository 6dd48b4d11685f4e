import { idOf } from "#src/http/frame/history.ts";

/** Rows of a long list on one page. */
export const onPage = 50;

/** Returns which page of `n` rows is shown, the first being 1; for one that does not exist the nearest. */
export function pageOf(n: number, asked: string | undefined, most = onPage) {
  const pages = Math.max(1, Math.ceil(n / most));
  const page = Math.min(pages, Math.max(1, idOf(asked)));
  return { page, pages, from: (page - 1) * most };
}

/** Returns the query of the list a form came from, with what is to be told now. */
export function backTo(query = "", more: Record<string, number> = {}): string {
  const kept = /^[&=%+*\w.~-]{0,400}$/.test(query) ? new URLSearchParams(query) : new URLSearchParams();
  const known = ["q", "show", "page"].flatMap((name) => {
    const value = kept.get(name);
    return value === null ? [] : [[name, value]];
  });
  const told = Object.entries(more).map(([name, n]) => [name, String(n)]);
  return new URLSearchParams(Object.fromEntries([...known, ...told])).toString();
}
