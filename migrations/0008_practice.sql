-- # staff

-- What somebody practises: a chat with a young person who is a script, or with a colleague who plays one. It stands apart from
-- conversations, so that nothing that counts, exports, mails or calls can meet it.
CREATE TABLE practice (
  -- Never used twice: a key that comes back with an older file is known by it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Whoever practises.
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- The hash of the id of the form that began it.
  start_id TEXT NOT NULL UNIQUE,
  -- The id of a scenario (src/training/scenarios.ts).
  scenario TEXT NOT NULL,
  language TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('guided', 'hints', 'alone', 'colleague')),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  -- A supervisor may read it from then on.
  handed_in_at INTEGER,
  -- The hash of what the address of the colleague holds who opened the link and plays the young person.
  guest_token TEXT,
  -- What happened so far, JSON (src/training/practice-chat.ts), sealed with a key of its own.
  entries BLOB NOT NULL
) STRICT;
CREATE INDEX practice_of_staff ON practice (staff_id);

-- A helpline's own scenarios, and which of those that ship are not offered.
CREATE TABLE scenario (
  id TEXT PRIMARY KEY,
  -- As it came (docs/contributing/PRACTICE.md); NULL = it ships with the program.
  body TEXT CHECK (json_valid(body)),
  off_at INTEGER,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
