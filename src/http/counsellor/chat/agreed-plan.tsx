import { readApproach, suggest } from "#src/conversation/messages/agreed-plan.ts";
import { strangeContacts } from "#src/conversation/messages/contact-asking.ts";
import { printable } from "#src/conversation/messages/writing.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { showConsole } from "#src/http/counsellor/console/console.tsx";
import { type C, fields, fromScript, type Handle, type Helpline } from "#src/http/server/context.ts";
import { translate } from "#src/i18n/i18n.ts";
import { approachScene } from "#src/live/chat/staff-data.ts";
import { ApproachTab, type RefusedApproach } from "#views/counsellor/chat/agreed-plan.tsx";
import { tabAddress } from "#views/counsellor/console/side-tabs.ts";
import { conversationFor } from "../gate.ts";

/** GET /staff/conversation/:id/approach: the chat, with the agreed plan beside it. */
export const approachPage: Handle = (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.read");
  return showConsole(c, helpline, [found], { tab: "approach" });
};

/** POST /staff/conversation/:id/approach: suggests up to three lines for next time; if refused, they stay in their field. */
export const suggestApproach: Handle = async (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.write");
  const { id: staffId, language } = c.get("member");
  const { approach: typed = "" } = await fields(c);
  try {
    const input = { conversationId: found.id, staffId, text: withoutContacts(helpline, readApproach(typed)) };
    await helpline.db.change(asStaff(staffId), (tx, emit) => suggest(tx, emit, input));
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field !== "approach") throw error;
    const refusedApproach = { typed: printable(typed), wrong: translate(language)(error.key, error.values) };
    if (fromScript(c)) return showTab(c, helpline, found.id, refusedApproach);
    return showConsole(c, helpline, [found], { tab: "approach", refusedApproach }, 422);
  }
  return fromScript(c) ? showTab(c, helpline, found.id, null) : c.redirect(tabAddress(found.id, "approach"), 303);
};

/** Nobody would see a contact that leaves with a plan, so only those of listed places may; others can go as a message. */
function withoutContacts({ db }: Helpline, lines: string): string {
  const found = strangeContacts(db, lines).map(({ text }) => text);
  if (found.length === 0) return lines;
  throw new HelplineError("bad_input", "error.approach_contact", { found: found.join(", ") }, "approach");
}

function showTab(c: C, { db }: Helpline, id: number, refused: RefusedApproach | null): Response {
  const t = translate(c.get("member").language);
  const tab = <ApproachTab t={t} id={id} approach={approachScene(db, id)} writes refused={refused} />;
  return c.html(String(tab), refused ? 422 : 200);
}
