import { leaveAll } from "#src/conversation/colleagues/join.ts";
import { verifyPassword } from "#src/crypto/password.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { mayTryPassword } from "#src/http/limits/sign-in-attempts.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { type SignedOut, signedOutReasons } from "#src/live/hub.ts";
import { ownChats } from "#src/queue/overview.ts";
import { unsettledOf } from "#src/record/emergency-reading.ts";
import { settings } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { maxPassword } from "#src/staff/sign-in/password.ts";
import { credentials } from "#src/staff/staff.ts";
import { SignIn } from "#views/session/sign-in.tsx";
import { StillTalking } from "#views/session/still-talking.tsx";
import { findMember } from "./gate.ts";
import { passwordWasRight } from "./second-code.tsx";

/** GET /staff/sign-in */
export const signInPage: Handle = async (c, helpline) => {
  if (await findMember(c, helpline)) return c.redirect("/staff", 303);
  return showSignIn(c, helpline, "", null, whyOf(c, helpline));
};

/** The address names only a reason, and says nothing about any account. */
function whyOf(c: C, { sessions }: Helpline): SignedOut | null {
  const said = signedOutReasons.find((why) => why === c.req.query("why"));
  return said ?? (hasCookie(c, sessions.cookieName) ? "over" : null);
}

function hasCookie(c: C, name: string): boolean {
  return (c.req.header("cookie") ?? "").split(";").some((pair) => pair.trim().startsWith(`${name}=`));
}

/** POST /staff/sign-in: a wrong name and a wrong password look the same and take the same time. */
export const signIn: Handle = async (c, helpline) => {
  const form = await fields(c);
  const name = (form.name ?? "").trim().slice(0, 200);
  const found = credentials(helpline.db, name);
  if (!mayTryPassword(c, helpline, { name, staffId: found?.id ?? null })) {
    return showSignIn(c, helpline, name, new HelplineError("too_fast", "session.sign_in.too_fast"));
  }
  const right = await verifyPassword((form.password ?? "").slice(0, maxPassword), found?.passwordHash ?? null);
  // Checking takes a while, so by now the password may be another.
  const isStill = credentials(helpline.db, name)?.passwordHash === found?.passwordHash;
  if (!found || !right || !isStill) {
    helpline.refused.note("sign_in", found?.id ?? null);
    return showSignIn(c, helpline, name, new HelplineError("bad_input", "session.sign_in.wrong"));
  }
  // Only someone who knows the password learns that there is such an account.
  if (found.closed) return showSignIn(c, helpline, name, new HelplineError("bad_input", "session.sign_in.closed"));
  return passwordWasRight(c, helpline, { staffId: found.id, password: form.password ?? "" });
};

/** POST /staff/sign-out: ends the session with its consoles, and sets them away; asks first if a chat or emergency is open. */
export const signOut: Handle = async (c, helpline) => {
  const { id, language } = c.get("member");
  const own = ownChats(helpline.db, helpline.youth, id, language, helpline.clock.now());
  const open = own.filter((chat) => !chat.ended && chat.with === null);
  const emergencies = unsettledOf(helpline.db, c.get("member"), language, helpline.clock.now());
  if (open.length + emergencies.length > 0 && (await fields(c)).sure !== "yes") {
    const { vanishedMinutes: minutes } = settings(helpline.db);
    return page(
      c,
      <StillTalking
        frame={staffFrame(c, helpline)}
        names={open.map((chat) => chat.name)}
        minutes={minutes}
        emergencies={emergencies.map(({ id, chat }) => ({ id, chat }))}
      />,
      409,
    );
  }
  const cleared = await helpline.sessions.end(c.req.header("cookie"));
  await helpline.db.change(asStaff(id), (tx, emit) => {
    // Someone who goes home is not there; else the door would stay open with nobody behind it.
    setAvailability(tx, emit, { staffId: id, availability: "away" });
    leaveAll(tx, emit, id);
    emit({ type: "staff.signed_out", staffId: id });
  });
  helpline.hub.close(c.get("sessionHash"), "signed_out");
  helpline.staff.left(id);
  c.header("Set-Cookie", cleared);
  return c.redirect("/staff/sign-in", 303);
};

function showSignIn(
  c: C,
  helpline: Helpline,
  name: string,
  refused: HelplineError | null,
  why: SignedOut | null = null,
): Response {
  const frame = staffFrame(c, helpline);
  const error = refused ? frame.t(refused.key, refused.values) : null;
  const status = refused === null ? 200 : refused.code === "too_fast" ? 429 : 422;
  const said = why && frame.t(`session.why.${why}`);
  return page(
    c,
    <SignIn frame={frame} error={error} why={said} signInName={name} demo={helpline.demo?.accounts ?? null} />,
    status,
  );
}
