-- Never used twice: keys.db knows the note of a debrief by its id, and a key that is yet to be deleted must open no other.

CREATE TABLE debrief_kept (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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

INSERT INTO debrief_kept
  SELECT id, conversation_id, name_index, staff_id, weight, note, at, taken_by, taken_at, done_at, told_at FROM debrief;

DROP TABLE debrief;
ALTER TABLE debrief_kept RENAME TO debrief;
CREATE INDEX debrief_by_staff ON debrief (staff_id);
CREATE INDEX debrief_by_time ON debrief (at);
