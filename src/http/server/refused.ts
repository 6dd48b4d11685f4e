import type { HelplineError } from "#src/errors.ts";
import type { RefusedKind } from "#src/events.ts";
import type { C, Helpline } from "./context.ts";

/** Counts refusals by kind and account for the audit log, and nothing else of them (OWASP ASVS 5.0, 16.3.2 and 16.3.3). */
export function noteRefusal(c: C, helpline: Helpline, error: HelplineError): void {
  const kind = kindOf(c, error);
  if (kind !== null) helpline.refused.note(kind, c.get("member")?.id ?? whoseSession(c, helpline));
}

/** The origin is looked at before the session; null also while the database does not answer. */
function whoseSession(c: C, { sessions }: Helpline): number | null {
  try {
    return sessions.look(c.req.header("cookie"))?.member.id ?? null;
  } catch {
    return null;
  }
}

/** Counts what came too fast, which many doors tell in a page of their own. */
export function noteHaste(c: C, { refused }: Helpline): void {
  refused.note("haste", c.get("member")?.id ?? null);
}

function kindOf(c: C, { code }: HelplineError): RefusedKind | null {
  if (code === "foreign") return "foreign";
  // What a young person may not do has mostly just come too late.
  if (code !== "not_allowed" || c.get("member") === undefined) return null;
  return c.req.path.startsWith("/staff/conversation/") ? "chat" : "right";
}
