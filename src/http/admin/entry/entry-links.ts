import { askAllAgain, askLink, countLinks, linksToAsk, noteLink } from "#src/directory/care/link-check.ts";
import { HelplineError } from "#src/errors.ts";
import { act, type C, extendTimeout, type Handle, type Helpline } from "#src/http/server/context.ts";
import { settings } from "#src/settings/settings.ts";
import type { EntryCareProps } from "#views/admin/entry/entry-care.tsx";
import { existing } from "./entry-form.ts";

/** How long a few links may take to answer, seconds. */
const patience = 150;

/** Whether links are asked at all: the admin says so, and the process may. */
export function asksLinks({ db, config }: Helpline): boolean {
  return settings(db).linkCheck && config.outgoing !== "off";
}

/** POST /admin/directory/:id/links: asks the first few links of an entry in this very moment. */
export const askEntryLinks: Handle = async (c, helpline) => {
  const { id } = existing(c, helpline);
  if (!asksLinks(helpline)) throw new HelplineError("not_found");
  extendTimeout(c, patience);
  const links = linksToAsk(helpline.db, id, helpline.clock.now());
  for (const link of links) {
    const answer = await askLink(helpline.ask, link.url);
    await helpline.db.change("porchlight", (tx) => noteLink(tx, { ...link, answer }));
  }
  return c.redirect(`/admin/directory/${id}?asked=${links.length}#care`, 303);
};

/** How many links of an entry were just asked, as an address says, and how many it has; null where it says nothing of them. */
export function askedOf(c: C, { db }: Helpline, id: string): EntryCareProps["asked"] {
  const said = c.req.query("asked") ?? "";
  const all = countLinks(db, id);
  return /^\d$/.test(said) && all > 0 ? { n: Math.min(Number(said), all), all } : null;
}

/** POST /admin/directory/links: all are asked again, a few every minute. */
export const askEveryLink: Handle = async (c, helpline) => {
  if (!asksLinks(helpline)) throw new HelplineError("not_found");
  await act(c, helpline.db, (tx) => askAllAgain(tx));
  return c.redirect("/admin/directory?show=links&asked=1#told", 303);
};
