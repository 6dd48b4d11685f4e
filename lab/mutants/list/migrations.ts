import type { Planted } from "../mutant.ts";

/** What a helpline finds after an upgrade, and what the tables themselves make sure of. */
export const migrations: Planted[] = [
  {
    id: "messages-outlive-their-chat",
    wrong: "A chat cannot be forgotten any more, since its messages hold on to it.",
    symbol: "table message",
    from: `CREATE TABLE message (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,`,
    to: `CREATE TABLE message (
  conversation_id INTEGER NOT NULL REFERENCES conversation,`,
  },
  {
    id: "number-of-a-chat-used-twice",
    wrong: "A new chat gets the number of a forgotten one, and is taken for erased when keys are put back.",
    symbol: "table conversation",
    from: `-- Never used twice: an erasure speaks of an id for ever.
  id INTEGER PRIMARY KEY AUTOINCREMENT,`,
    to: "id INTEGER PRIMARY KEY,",
  },
  {
    id: "number-of-a-request-used-twice",
    wrong: "After the upgrade a mail that waits is taken for that of another person who asked to be written to.",
    symbol: "table callback_now",
    from: "INSERT INTO sqlite_sequence (name, seq) SELECT 'callback_now', seq FROM sqlite_sequence WHERE name = 'callback';",
    to: "",
  },
  {
    id: "sent-home-counts-as-taken",
    wrong: "After the upgrade people are told of waits that come from those who were sent home at closing time.",
    symbol: "table line_gone",
    from: "AND (claimed_at IS NOT NULL OR end_reason <> 'line_closed')",
    to: "",
  },
  {
    id: "changed-migration-goes-unseen",
    wrong: "Data that another build has laid out in its own way are opened as if they were ours.",
    symbol: "outstanding",
    from: "if (createHash(known.sql) !== row.checksum)",
    to: "if (createHash(known.sql) === undefined)",
  },
];
