import { concernsFor } from "#src/conversation/complaint/complaint-reading.ts";
import type { DataReader } from "#src/db/db.ts";
import { asksFor } from "#src/retention/reading/opening.ts";
import type { Member } from "#src/staff/permissions.ts";
import { aliasOf } from "#src/staff/staff.ts";
import type { Ask } from "#views/counsellor/safety/address-requests.tsx";

/** Returns what colleagues ask a supervisor to agree to: reading ended chats. `at` is ms UTC. */
export function asksScene(db: DataReader, member: Member, at: number): Ask[] {
  return asksFor(db, member, at).map(({ id, conversationId, why, askedBy }) => {
    const concern =
      why === "concern" ? concernsFor(db, member, at).find((one) => one.conversationId === conversationId) : null;
    const href =
      why === "concern" ? `/staff/concerns#concern-${concern?.id ?? 0}` : `/staff/holds#chat-${conversationId}`;
    return { id, alias: aliasOf(db, askedBy) ?? "", href };
  });
}
