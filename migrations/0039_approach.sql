-- What a counsellor and a young person wrote together for another time: three lines, which both see. Sealed with the key of the chat.

CREATE TABLE approach (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  -- null until the young person agrees.
  agreed_at INTEGER,
  -- It was agreed in an earlier chat, and the young person shows it in this one.
  brought INTEGER NOT NULL DEFAULT 0
) STRICT;
