import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { AfterQuestion } from "./feeling.ts";

/** A question that stood on a page of a young person. */
export interface ShownQuestion {
  conversationId: number;
  question: "before" | AfterQuestion;
}

/** Which questions stood on pages since that was stored last. */
export interface ShownQuestions {
  note(shown: ShownQuestion): void;
  /** What was noted since it was taken last. */
  take(): ShownQuestion[];
  /** It could not be stored: it is noted still. */
  giveBack(taken: ShownQuestion[]): void;
}

/** In memory, and stored by a job: a page that is only looked at stores nothing. */
export function openShownQuestions(): ShownQuestions {
  let noted = new Map<string, ShownQuestion>();
  const note = (shown: ShownQuestion) => noted.set(`${shown.conversationId} ${shown.question}`, shown);
  return {
    note,
    take: () => {
      const taken = [...noted.values()];
      noted = new Map();
      return taken;
    },
    giveBack: (taken) => taken.forEach(note),
  };
}

const columnOf = {
  before: "before_asked",
  helped: "helped_asked",
  feeling: "after_asked",
  next: "next_asked",
} as const;

/** Stores them. What was passed over or answered since stays so; storing it twice changes nothing. */
export function storeShown(tx: Tx, shown: readonly ShownQuestion[]): void {
  for (const { conversationId, question } of shown) {
    const chat = q.updateTable("conversation").set({ feeling_shown: 1 }).where("id", "=", conversationId);
    if (question === "before") tx.run(chat.where("feeling_shown", "=", 0));
    const column = columnOf[question];
    const contact = q.updateTable("contact").set({ [column]: "shown" });
    tx.run(contact.where("conversation_id", "=", conversationId).where(column, "=", "never"));
  }
}
