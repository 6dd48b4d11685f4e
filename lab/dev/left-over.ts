import { type Conversation, openConversations } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { q } from "#src/db/schema.ts";
import { scripts } from "#src/demo/scripts/scripts.ts";
import { demoStaff } from "#src/demo/staff.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { close, end } from "#src/queue/end/ending.ts";

/** Ends leftover chats of made-up young people, who would fill the line; chats taken by the person who tries it stay. */
export async function endLeftOver({ db }: Helpline): Promise<void> {
  const colleague = db.first(q.selectFrom("staff").select("id").where("sign_in_name", "=", demoStaff[1].account.name));
  if (!colleague) return;
  const firstWords = new Set(scripts.map(({ turns }) => turns[0]!.say[0]!));
  const isLeft = ({ id, counsellorId }: Conversation) =>
    (counsellorId === null || counsellorId === colleague.id) &&
    firstWords.has(messages(db, id).find(({ author }) => author !== "notice")?.text ?? "");
  for (const { id: conversationId, counsellorId } of openConversations(db).filter(isLeft)) {
    await db.change("porchlight", (tx, emit) => {
      end(tx, emit, { conversationId, reason: "ended_by_youth", staffId: null });
      if (counsellorId !== null) close(tx, emit, { conversationId, staffId: counsellorId });
    });
  }
}
