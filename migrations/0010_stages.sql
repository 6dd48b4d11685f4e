-- # staff

-- How far somebody is in learning to answer young people (src/learning/stages.ts).
ALTER TABLE staff ADD COLUMN stage TEXT NOT NULL DEFAULT 'training' CHECK (stage IN ('training', 'shadow', 'buddy', 'alone'));
ALTER TABLE staff ADD COLUMN stage_since INTEGER;
-- When somebody who answers alone is to be signed off again.
ALTER TABLE staff ADD COLUMN sign_off_due_at INTEGER;
-- Whose chats a shadow reads, or who sits beside somebody at stage "buddy".
ALTER TABLE staff ADD COLUMN buddy_id INTEGER REFERENCES staff;
-- Whoever answers on the day this comes goes on, and is due within half a year.
UPDATE staff SET stage = 'alone', sign_off_due_at = unixepoch() * 1000 + 183 * 86400000;

-- What was seen before somebody answers young people: a day and who saw it, nothing of what it says.
CREATE TABLE clearance (
  staff_id INTEGER NOT NULL REFERENCES staff,
  what TEXT NOT NULL CHECK (what IN ('undertaking', 'references', 'certificate')),
  on_day TEXT NOT NULL,
  seen_by INTEGER NOT NULL REFERENCES staff,
  PRIMARY KEY (staff_id, what)
) STRICT, WITHOUT ROWID;

-- A sign-off: how the learner sees themselves, then a supervisor, then a second one where there is one. `done_at` is when the last
-- of them agreed.
CREATE TABLE sign_off (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL REFERENCES staff,
  own TEXT NOT NULL,
  own_at INTEGER NOT NULL,
  first TEXT,
  first_by INTEGER REFERENCES staff,
  first_at INTEGER,
  second TEXT,
  second_by INTEGER REFERENCES staff,
  second_at INTEGER,
  done_at INTEGER
) STRICT;
CREATE UNIQUE INDEX sign_off_open ON sign_off (staff_id) WHERE done_at IS NULL;
CREATE INDEX sign_off_of ON sign_off (staff_id);
