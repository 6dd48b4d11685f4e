import { countAsWritten } from "#src/callback/invite.ts";
import { conversation, openConversations, stateOf } from "#src/conversation/conversation.ts";
import { isInDanger } from "#src/conversation/safety/left-in-danger.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { settleMail } from "#src/mail/outbox.ts";
import { end } from "#src/queue/end/ending.ts";
import { setOpening } from "#src/queue/line/opening.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import type { Sentences } from "#src/settings/definitions.ts";
import { settings } from "#src/settings/settings.ts";

/**
 * Makes data of an earlier moment (`at`, ms UTC) safe to go on with: the door is closed with a note, no session is open, chats that
 * went on then are over, and no mail that may have been sent since is sent again, to those who asked to be written to neither.
 */
export function settleRestored(tx: Tx, emit: Emit, { at }: { at: number }): void {
  emit({ type: "backup.restored", at });
  tx.run(q.deleteFrom("staff_session"));
  for (const { id } of openConversations(tx)) {
    const found = conversation(tx, id);
    if (!found) continue;
    // Who waits can still read and copy what they wrote; in danger others look after them first.
    const isInVain = stateOf(found) === "waiting" && !isInDanger(tx, found, tx.at);
    end(tx, emit, { conversationId: id, reason: isInVain ? "line_closed" : "lost", staffId: null });
  }
  countAsWritten(tx);
  const unsent = q.selectFrom("mail").select("id").where("settled_at", "is", null);
  for (const { id: mailId } of tx.all(unsent)) settleMail(tx, emit, { mailId, outcome: "withdrawn", error: null });
  // What never opened has nothing to put back in order: its door says that it is not open yet.
  if (settings(tx).opening === "not_yet") return;
  const basedOn = settingsHistory.newest(tx, "opening");
  setOpening(tx, emit, { opening: "break", closedNote: restoredNote(), basedOn, waiting: 0 });
}

/** Returns what young people read while a restored helpline is closed. */
export const restoredNote = (): Sentences =>
  Object.fromEntries(languages.map((language) => [language, translate(language)("backup.restored_note")]));
