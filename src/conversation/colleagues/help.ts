import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";

export interface HelpAsked {
  conversationId: number;
  number: number;
  counsellorId: number;
  staffId: number | null;
  urgent: boolean;
  words: string | null;
  at: number;
  left: boolean;
}

interface HelpSeen {
  staffId: number;
  at: number;
}

/** Returns all help that is wanted now: urgent first, then oldest first. */
export function helpWanted(db: DataReader): HelpAsked[] {
  return db.all(wanted({})).map((row) => read(db, row));
}

/** Returns the help that is wanted in a conversation now, if any is. */
export function helpAskedIn(db: DataReader, conversationId: number): HelpAsked | undefined {
  const row = db.first(wantedIn({ conversationId }));
  return row && read(db, row);
}

/** Returns the staff id of the first to come when help was last asked for; null if nobody came or nobody asked. */
export function helperOf(db: DataReader, conversationId: number): number | null {
  return db.first(cameFirst({ conversationId }))?.staffId ?? null;
}

/** Returns who has seen the last question for help after its young person left in danger; null while nobody has. */
export function helpSeenIn(db: DataReader, conversationId: number): HelpSeen | null {
  const last = db.first(newest({ conversationId }));
  return last?.staffId == null || last.at === null ? null : { staffId: last.staffId, at: last.at };
}

/** Returns whether help was ever wanted in a chat and not taken back: only then can something in the chat end that. */
export function wasHelpWanted(db: DataReader, conversationId: number): boolean {
  return db.first(everIn({ conversationId })) !== undefined;
}

// The end is not stored: help is wanted until someone who joined since is there, or the chat ends or changes hands.
// If the young person left in danger it outlives the chat, until a colleague has seen it or the danger is over.
function open() {
  return q
    .selectFrom("help_wanted")
    .innerJoin("conversation", "conversation.id", "help_wanted.conversation_id")
    .select([
      "help_wanted.conversation_id",
      "help_wanted.number",
      "help_wanted.counsellor_id",
      "help_wanted.staff_id",
      "help_wanted.urgent",
      "help_wanted.words",
      "help_wanted.at",
      "conversation.ended_at",
    ])
    .where("help_wanted.taken_back_at", "is", null)
    .where("help_wanted.seen_at", "is", null)
    .where("help_wanted.number", "=", (eb) =>
      eb
        .selectFrom("help_wanted as last")
        .select((of) => of.fn.max("last.number").as("number"))
        .whereRef("last.conversation_id", "=", "help_wanted.conversation_id"),
    )
    .where((eb) => {
      const left = eb
        .selectFrom("left_in_danger")
        .select("left_in_danger.conversation_id")
        .whereRef("left_in_danger.conversation_id", "=", "help_wanted.conversation_id")
        .where("left_in_danger.over_at", "is", null);
      return eb.or([eb("conversation.ended_at", "is", null), eb.exists(left)]);
    })
    .whereRef("conversation.counsellor_id", "=", "help_wanted.counsellor_id")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("conversation_colleague as beside")
            .select("beside.id")
            .whereRef("beside.conversation_id", "=", "help_wanted.conversation_id")
            .whereRef("beside.since_at", ">=", "help_wanted.at")
            .where("beside.kind", "=", "joined")
            .where("beside.left_at", "is", null),
        ),
      ),
    );
}

const wanted = prepared(() =>
  open().orderBy("help_wanted.urgent", "desc").orderBy("help_wanted.at").orderBy("help_wanted.conversation_id"),
);
const wantedIn = prepared((v: { conversationId: number }) =>
  open().where("help_wanted.conversation_id", "=", v.conversationId),
);
const newest = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("help_wanted")
    .select(["seen_by as staffId", "seen_at as at"])
    .where("conversation_id", "=", v.conversationId)
    .orderBy("number", "desc")
    .limit(1),
);
const everIn = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("help_wanted")
    .select("number")
    .where("conversation_id", "=", v.conversationId)
    .where("taken_back_at", "is", null)
    .limit(1),
);
const cameFirst = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("conversation_colleague")
    .select("staff_id as staffId")
    .where("conversation_id", "=", v.conversationId)
    .where("kind", "=", "joined")
    .where("since_at", ">=", (eb) =>
      eb
        .selectFrom("help_wanted")
        .select((of) => of.fn.max("at").as("at"))
        .where("conversation_id", "=", v.conversationId),
    )
    .orderBy("id")
    .limit(1),
);

type Row = Awaited<ReturnType<ReturnType<typeof open>["execute"]>>[number];

function read(db: DataReader, row: Row): HelpAsked {
  const { conversation_id: conversationId, number, words } = row;
  return {
    conversationId,
    number,
    counsellorId: row.counsellor_id,
    staffId: row.staff_id,
    urgent: row.urgent === 1,
    words: words && db.keyring.open(placeOfHelp(conversationId, number), words),
    at: row.at,
    left: row.ended_at !== null,
  };
}

/** Returns where the sentence of a question for help is sealed. */
export function placeOfHelp(conversationId: number, number: number) {
  return { table: "help_wanted", conversationId, number, author: "staff" } as const;
}
