import { cardNow } from "#src/directory/entry/card.ts";
import { publicService } from "#src/directory/search/for-youth.ts";
import { partnerCard } from "#src/directory/sharing/partners.ts";
import { HelplineError } from "#src/errors.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import type { Looked } from "#views/parts/told/looking.tsx";
import { Out } from "#views/youth/end/out.tsx";

/** Shows the page before an outside link, looked up on the card so that no form can choose where it leads. Throws `not_found`. */
export function showOut(
  c: C,
  helpline: Helpline,
  around: YouthFrame,
  looked: Looked,
  id: string,
  way: string,
): Response {
  const at = helpline.clock.now();
  const found = publicService(helpline.db, id, at);
  const card = found ? cardNow(helpline.db, found, around.t.language, at) : partnerCard(helpline.db, id, at);
  const ways = card?.ways ?? [];
  const link = /^\d{1,3}$/.test(way) ? ways[Number(way)]?.link : null;
  if (!link || !/^https?:/i.test(link)) throw new HelplineError("not_found");
  return page(c, <Out frame={around} link={link} looked={[...looked, ["see", id]]} />);
}
