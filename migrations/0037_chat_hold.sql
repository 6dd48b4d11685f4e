-- A supervisor holds the words of a chat that is over, for safeguarding: for a reason, until a time.
CREATE TABLE chat_hold (
  id INTEGER PRIMARY KEY,
  -- NULL = its words are gone; that they were held stays.
  conversation_id INTEGER REFERENCES conversation ON DELETE SET NULL,
  name_index INTEGER NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff,
  reason TEXT NOT NULL CHECK (reason IN ('danger', 'report', 'law')),
  at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  -- When it was lifted, and by whom; NULL = by nobody, its time was over.
  ended_at INTEGER,
  ended_by INTEGER REFERENCES staff
) STRICT;

CREATE UNIQUE INDEX chat_hold_now ON chat_hold (conversation_id) WHERE ended_at IS NULL;
