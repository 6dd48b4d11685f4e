import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { AfterQuestion } from "./feeling.ts";

interface ShownQuestion {
  conversationId: number;
  question: "before" | AfterQuestion;
}

export interface ShownQuestions {
  note(shown: ShownQuestion): void;
  take(): ShownQuestion[];
  giveBack(taken: ShownQuestion[]): void;
}

/** Returns a store of shown questions that a job writes, so that looking at a page writes nothing. */
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

/** Stores which questions were shown; what was passed over or answered since stays so. */
export function storeShown(tx: Tx, shown: readonly ShownQuestion[]): void {
  for (const { conversationId, question } of shown) {
    const chat = q.updateTable("conversation").set({ feeling_shown: 1 }).where("id", "=", conversationId);
    if (question === "before") tx.run(chat.where("feeling_shown", "=", 0));
    const column = columnOf[question];
    const contact = q.updateTable("contact").set({ [column]: "shown" });
    tx.run(contact.where("conversation_id", "=", conversationId).where(column, "=", "never"));
  }
}
