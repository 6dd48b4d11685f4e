import { askAllAgain, askLink, countLinks, linksToAsk, noteLink } from "#src/directory/care/link-check.ts";
import { HelplineError } from "#src/errors.ts";
import { act, type C, extendTimeout, type Handle, type Helpline } from "#src/http/server/context.ts";
import { settings } from "#src/settings/settings.ts";
import type { EntryCareProps } from "#views/admin/entry/entry-care.tsx";
import { existing } from "./entry-form.ts";

/** How long the first few links may take to answer, seconds. */
const patience = 150;

/** Returns whether links are checked at all: an admin and the configuration can each turn it off. */
export function asksLinks({ db, config }: Helpline): boolean {
  return settings(db).linkCheck && config.outgoing !== "off";
}

/** POST /admin/directory/:id/links: checks the first few links of an entry now. */
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

/** Returns how many of an entry's links the address says were just checked; null if it does not say. */
export function askedOf(c: C, { db }: Helpline, id: string): EntryCareProps["asked"] {
  const said = c.req.query("asked") ?? "";
  const all = countLinks(db, id);
  return /^\d$/.test(said) && all > 0 ? { n: Math.min(Number(said), all), all } : null;
}

/** POST /admin/directory/links: has all links checked again, a few every minute. */
export const askEveryLink: Handle = async (c, helpline) => {
  if (!asksLinks(helpline)) throw new HelplineError("not_found");
  await act(c, helpline.db, (tx) => askAllAgain(tx));
  return c.redirect("/admin/directory?show=links&asked=1#told", 303);
};
