import type { Planted } from "../mutant.ts";

/** What a helpline finds after an upgrade, and what the tables themselves ensure. */
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
    id: "changed-former-data-are-taken-over",
    wrong: "Data that another build has laid out in its own way are taken over as if they were ours of before.",
    symbol: "isToBeAdopted",
    from: "known.get(name) !== checksum",
    to: 'checksum === ""',
  },
  {
    id: "part-of-former-data-is-taken-over",
    wrong: "After an upgrade from too old a version a counsellor opens a page that asks for what is not there.",
    symbol: "isToBeAdopted",
    from: "applied[index]?.name !== name",
    to: "(applied[index]?.name ?? name) !== name",
  },
  {
    id: "changed-migration-goes-unseen",
    wrong: "Data that another build has laid out in its own way are opened as if they were ours.",
    symbol: "outstanding",
    from: "if (createHash(known.sql) !== row.checksum)",
    to: "if (createHash(known.sql) === undefined)",
  },
];
