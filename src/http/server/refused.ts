import type { HelplineError } from "#src/errors.ts";
import type { RefusedKind } from "#src/events.ts";
import type { C, Helpline } from "./context.ts";

/**
 * Counts what somebody was refused because they may not, or did what none of our pages does (OWASP ASVS 5.0, 16.3.2 and 16.3.3):
 * by kind and account, for the audit trail. Nothing of what was asked for is kept, and of young people not even who.
 */
export function noteRefusal(c: C, helpline: Helpline, error: HelplineError): void {
  const kind = kindOf(c, error);
  if (kind !== null) helpline.refused.note(kind, c.get("member")?.id ?? whoseSession(c, helpline));
}

/** Where somebody comes from is looked at before who they are. null, too, while the database does not answer. */
function whoseSession(c: C, { sessions }: Helpline): number | null {
  try {
    return sessions.look(c.req.header("cookie"))?.member.id ?? null;
  } catch {
    return null;
  }
}

/** The same for what came too fast, which many doors tell in a page of their own. */
export function noteHaste(c: C, { refused }: Helpline): void {
  refused.note("haste", c.get("member")?.id ?? null);
}

function kindOf(c: C, { code }: HelplineError): RefusedKind | null {
  if (code === "foreign") return "foreign";
  // What a young person may not do is mostly what came too late.
  if (code !== "not_allowed" || c.get("member") === undefined) return null;
  return c.req.path.startsWith("/staff/conversation/") ? "chat" : "right";
}
