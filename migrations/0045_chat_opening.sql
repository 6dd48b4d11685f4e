-- Somebody wants to read a chat that is over, for a reason; two do so together where there are two (retention/opening.ts).
CREATE TABLE chat_opening (
  id INTEGER PRIMARY KEY,
  -- NULL = its words are gone; that they were read stays.
  conversation_id INTEGER REFERENCES conversation ON DELETE SET NULL,
  name_index INTEGER NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('danger', 'report', 'law', 'concern')),
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

CREATE INDEX chat_opening_of_chat ON chat_opening (conversation_id);

-- Since when somebody has a role, and whether they gave it to themselves: such a role opens nothing of before. For those who have one
-- today it is the day of this upgrade, and given by others.
ALTER TABLE staff_role ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE staff_role ADD COLUMN by_self INTEGER NOT NULL DEFAULT 0;
UPDATE staff_role SET since = CAST(unixepoch('subsec') * 1000 AS INTEGER);
