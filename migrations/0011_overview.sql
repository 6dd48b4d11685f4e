-- The end of a shift and the room seen from above: who is wrapping up, how a chat was for the counsellor, and thanks.

-- Whoever has just ended a chat counts as busy until they are ready, or a set time has passed since.
CREATE TABLE wrap_up (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  since INTEGER NOT NULL
) STRICT;

-- How a chat was for its counsellor. It outlives the words of the chat: those of it (note) are sealed with the chat's key
-- and go with it.
CREATE TABLE debrief (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER REFERENCES conversation ON DELETE SET NULL,
  name_index INTEGER NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff,
  weight TEXT NOT NULL CHECK (weight IN ('light', 'heavy', 'talk')),
  note BLOB,
  at INTEGER NOT NULL,
  taken_by INTEGER REFERENCES staff,
  taken_at INTEGER,
  done_at INTEGER,
  -- The counsellor has read that somebody has seen it.
  told_at INTEGER,
  UNIQUE (conversation_id, staff_id)
) STRICT;

CREATE INDEX debrief_by_staff ON debrief (staff_id);
CREATE INDEX debrief_by_time ON debrief (at);

-- A thank-you of a young person: read by a supervisor before it is passed on. It goes with the conversation.
CREATE TABLE thank_you (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  decision TEXT CHECK (decision IN ('passed', 'kept')),
  decided_by INTEGER REFERENCES staff,
  decided_at INTEGER,
  -- The counsellor has read it.
  told_at INTEGER
) STRICT;

CREATE INDEX thank_you_by_staff ON thank_you (staff_id);
