import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { endSession, openSessionsOf } from "#src/staff/sign-in/session.ts";

/** Enough of a session's hash to tell the sessions of one person apart: what stands in a page is no secret. */
const nameLength = 16;

/** Returns the open sessions of this member, this one first, each with a name for its button. */
export function ownSessions(c: C, { db, clock }: Helpline) {
  const here = c.get("sessionHash");
  return openSessionsOf(db, c.get("member").id, clock.now())
    .map(({ hash, ...rest }) => ({ ...rest, name: hash.slice(0, nameLength), here: hash === here }))
    .sort((a, b) => Number(b.here) - Number(a.here));
}

/** POST /staff/me/sessions: ends one, or every one but this, with all that is open in it. */
export const endOwnSessions: Handle = async (c, helpline) => {
  const { db, hub, clock } = helpline;
  const { id } = c.get("member");
  const { session = "" } = await fields(c);
  const here = c.get("sessionHash");
  const others = openSessionsOf(db, id, clock.now()).map(({ hash }) => hash);
  const wanted = others.filter(
    (hash) => hash !== here && (session === "others" || hash.slice(0, nameLength) === session),
  );
  const ended = await act(c, db, (tx, emit) => wanted.filter((hash) => endSession(tx, emit, { staffId: id, hash })));
  for (const hash of ended) hub.close(hash, "ended");
  return c.redirect("/staff/me?saved=sessions#sessions-title", 303);
};
