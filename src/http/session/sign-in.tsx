import { verifyPassword } from "#src/crypto/password.ts";
import { HelplineError } from "#src/errors.ts";
import { ownChats } from "#src/queue/overview.ts";
import { setAvailability } from "#src/staff/availability.ts";
import { credentials } from "#src/staff/staff.ts";
import { SignIn } from "#views/session/sign-in.tsx";
import { StillTalking } from "#views/session/still-talking.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { page } from "../page.ts";
import { staffFrame } from "../staff-frame.ts";
import { findMember } from "./gate.ts";

/** GET /staff/sign-in */
export const signInPage: Handle = async (c, helpline) => {
  if (await findMember(c, helpline)) return c.redirect("/staff", 303);
  return showSignIn(c, helpline, "", null);
};

/** POST /staff/sign-in: a wrong name and a wrong password look the same and take the same time. */
export const signIn: Handle = async (c, helpline) => {
  const form = await fields(c);
  const name = (form.name ?? "").trim().slice(0, 200);
  const { limiter } = helpline;
  if (!limiter.take("signIn", name.toLowerCase()) || !limiter.take("signInOverall", "all")) {
    return showSignIn(c, helpline, name, new HelplineError("too_fast", "session.sign_in.too_fast"));
  }
  const found = credentials(helpline.db, name);
  const right = await verifyPassword((form.password ?? "").slice(0, 1000), found?.passwordHash ?? null);
  if (!found || !right) {
    return showSignIn(c, helpline, name, new HelplineError("bad_input", "session.sign_in.wrong"));
  }
  const cookie = await helpline.sessions.start(found.id);
  await helpline.db.change(`staff:${found.id}`, (_tx, emit) => emit({ type: "staff.signed_in", staffId: found.id }));
  c.header("Set-Cookie", cookie);
  return c.redirect("/staff", 303);
};

/**
 * POST /staff/sign-out: the session ends, and its live consoles with it; the person is away, whatever else they are signed
 * in with. Whoever is in a chat is asked first: a young person would be left with nobody.
 */
export const signOut: Handle = async (c, helpline) => {
  const { id, language } = c.get("member");
  const open = ownChats(helpline.db, helpline.youth, id, language).filter((chat) => !chat.ended);
  if (open.length > 0 && (await fields(c)).sure !== "yes") {
    return page(c, <StillTalking frame={staffFrame(c, helpline)} names={open.map((chat) => chat.name)} />, 409);
  }
  const cleared = await helpline.sessions.end(c.req.header("cookie"));
  await helpline.db.change(`staff:${id}`, (tx, emit) => {
    // Whoever goes home is not there: else the door would stand open to nobody.
    setAvailability(tx, emit, { staffId: id, availability: "away" });
    emit({ type: "staff.signed_out", staffId: id });
  });
  helpline.hub.close(c.get("sessionHash"));
  helpline.staff.left(id);
  c.header("Set-Cookie", cleared);
  return c.redirect("/staff/sign-in", 303);
};

function showSignIn(c: C, helpline: Helpline, name: string, refused: HelplineError | null): Response {
  const frame = staffFrame(c, helpline);
  const error = refused ? frame.t(refused.key, refused.values) : null;
  const status = refused === null ? 200 : refused.code === "too_fast" ? 429 : 422;
  return page(c, <SignIn frame={frame} error={error} signInName={name} demo={helpline.demo} />, status);
}
