import { idOf } from "#src/http/frame/history.ts";

/** How many rows of a long list stand on one page. */
export const onPage = 50;

/** Which page of a list of `n` is shown when one is asked for, the first from 1; one that is not there is the nearest. */
export function pageOf(n: number, asked: string | undefined, most = onPage) {
  const pages = Math.max(1, Math.ceil(n / most));
  const page = Math.min(pages, Math.max(1, idOf(asked)));
  return { page, pages, from: (page - 1) * most };
}
