-- Emergencies: who decided what, what was passed on to whom, whether the young person was told, and what came of it. Codes that
-- stay, and words that go.

CREATE TABLE emergency (
  -- Never used twice: the key of its words is named by it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id INTEGER UNIQUE REFERENCES conversation ON DELETE SET NULL,
  name_index INTEGER NOT NULL,
  line_id INTEGER NOT NULL REFERENCES line,
  -- Who said that it is one, and when.
  staff_id INTEGER NOT NULL REFERENCES staff,
  at INTEGER NOT NULL,
  -- Who decided what is passed on, and when that was noted.
  decided_by INTEGER REFERENCES staff,
  decided_at INTEGER,
  -- JSON: codes of who was told, and of what they were told (record/emergency.ts).
  informed TEXT NOT NULL,
  passed TEXT NOT NULL,
  told TEXT CHECK (told IN ('before', 'after', 'no')),
  outcome TEXT,
  -- Sealed with a key of its own (emergency_wrap in keys.db).
  note BLOB,
  note_days INTEGER NOT NULL,
  note_gone_at INTEGER
) STRICT;

CREATE INDEX emergency_of_staff ON emergency (staff_id, at);
CREATE INDEX emergency_note ON emergency (at) WHERE note_gone_at IS NULL;
