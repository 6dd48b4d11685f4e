-- Somebody on shift reads what was written by whoever left in danger ('left'): by themselves, and on the trail like any other opening.
CREATE TABLE chat_opening_now (
  id INTEGER PRIMARY KEY,
  -- NULL = its words are gone; that they were read stays.
  conversation_id INTEGER REFERENCES conversation ON DELETE SET NULL,
  name_index INTEGER NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('danger', 'report', 'law', 'concern', 'left')),
  asked_by INTEGER NOT NULL REFERENCES staff,
  asked_at INTEGER NOT NULL,
  agreed_by INTEGER REFERENCES staff,
  agreed_at INTEGER,
  -- Read without a second person: there is none, or none said anything.
  alone TEXT CHECK (alone IN ('nobody_else', 'no_answer')),
  opened_at INTEGER,
  -- Of what was read alone: who has looked at it since.
  reviewed_by INTEGER REFERENCES staff,
  reviewed_at INTEGER
) STRICT;

INSERT INTO chat_opening_now
  SELECT id, conversation_id, name_index, why, asked_by, asked_at, agreed_by, agreed_at, alone, opened_at, reviewed_by, reviewed_at
  FROM chat_opening;

DROP TABLE chat_opening;
ALTER TABLE chat_opening_now RENAME TO chat_opening;
CREATE INDEX chat_opening_of_chat ON chat_opening (conversation_id);
