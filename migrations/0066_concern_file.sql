-- What stands beside something that was wrong with a chat: of what kind it was, what its counsellor was told and says to it, and the
-- answer. It is sealed with a key of its own, which goes with it: the words of the chat may be gone, or closed.
CREATE TABLE concern_file (
  -- Never given out twice: keys.db names it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  concern_id INTEGER NOT NULL UNIQUE REFERENCES concern ON DELETE CASCADE,
  -- JSON, sealed.
  body BLOB NOT NULL,
  -- By what the code is found that leads whoever said it to the answer; NULL = they have none.
  locator TEXT UNIQUE
) STRICT;

-- Which lead has read what calls them until they have.
CREATE TABLE concern_read (
  concern_id INTEGER NOT NULL REFERENCES concern ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  at INTEGER NOT NULL,
  PRIMARY KEY (concern_id, staff_id)
) STRICT, WITHOUT ROWID;

-- Whom of those who were in the chat a lead has told of it, and when they were heard, or noted as not to be.
CREATE TABLE concern_told (
  concern_id INTEGER NOT NULL REFERENCES concern ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  told_by INTEGER NOT NULL REFERENCES staff,
  told_at INTEGER NOT NULL,
  heard_at INTEGER,
  unheard_at INTEGER,
  PRIMARY KEY (concern_id, staff_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX concern_told_by_staff ON concern_told (staff_id);
