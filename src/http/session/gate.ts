import { HelplineError } from "#src/errors.ts";
import { type Action, may } from "#src/staff/permissions.ts";
import type { C, Helpline } from "../context.ts";

/** Knows who of the staff asks, from the session cookie; prolongs the session when it is half used. */
export async function findMember(c: C, helpline: Helpline) {
  const found = await helpline.sessions.find(c.req.header("cookie"));
  if (!found) return null;
  if (found.renewed) c.header("Set-Cookie", found.renewed, { append: true });
  helpline.staff.touched(found.member.id);
  c.set("member", found.member);
  c.set("sessionHash", found.sessionHash);
  return found.member;
}

/** Lets only those of the staff through who may do this. Whoever is not signed in goes to the sign-in page. */
export function staffGate(action: Action) {
  return async (c: C, helpline: Helpline): Promise<Response | null> => {
    const member = await findMember(c, helpline);
    if (!member) {
      const page = c.req.method === "GET" && c.req.header("hx-request") !== "true" && !c.req.header("upgrade");
      if (page) return c.redirect("/staff/sign-in", 303);
      throw new HelplineError("not_signed_in");
    }
    if (!may(member, action)) throw new HelplineError("not_allowed");
    return null;
  };
}
