import { conversation, shortName } from "#src/conversation/conversation.ts";
import { earlierOf, openEarlier } from "#src/conversation/return/return-code.ts";
import { lineZone } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { readableMessages } from "#src/live/youth/youth-data.ts";
import { Earlier } from "#views/counsellor/after/earlier.tsx";
import { conversationFor } from "../gate.ts";

/** POST /staff/conversation/:id/earlier: earlier chats that a returning young person shows. A POST, since opening is recorded. */
export const earlierChats: Handle = async (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.write");
  const member = c.get("member");
  await act(c, helpline.db, openEarlier, { conversationId: found.id, staffId: member.id });
  const frame = staffFrame(c, helpline);
  const inside = withEarlier(helpline, found.id);
  const chats = earlierOf(helpline.db, found.id).flatMap((id) => {
    const one = conversation(helpline.db, id);
    return one ? [{ id, at: one.startedAt, messages: readableMessages(inside, frame.t, id) }] : [];
  });
  const timeZone = lineZone(helpline.db, found.lineId);
  const name = shortName(member.language, found.nameIndex);
  return page(c, <Earlier frame={frame} id={found.id} name={name} chats={chats} zone={timeZone} />);
};

function withEarlier(helpline: Helpline, conversationId: number): Helpline {
  const { db } = helpline;
  const { codes } = db.keyring;
  const keyring = {
    ...db.keyring,
    open: (...[place, blob]: Parameters<typeof db.keyring.open>) => codes.openEarlier(conversationId, place, blob),
  };
  return { ...helpline, db: { ...db, keyring } };
}
