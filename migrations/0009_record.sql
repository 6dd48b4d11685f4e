-- Contact records: what a contact was about, in codes that stay, and a note that goes.

-- How long each text of the rules promised to keep the note; null where it said nothing of one.
ALTER TABLE rules ADD COLUMN note_days INTEGER;

-- Each list of reasons that somebody coded with, as it was: a record points to its own.
CREATE TABLE reason_tree (
  version INTEGER PRIMARY KEY,
  content TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL
) STRICT;

-- One for a chat (contact_id), or of a contact by other ways, written by hand. Unfinished while finished_at is null.
CREATE TABLE contact_record (
  -- Never used twice: the key of its note is named by it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER UNIQUE REFERENCES contact,
  client_id TEXT UNIQUE,
  -- null while somebody who writes it down by hand has not said it yet.
  channel TEXT CHECK (channel IN ('chat', 'phone', 'email', 'visit')),
  line_id INTEGER NOT NULL REFERENCES line,
  staff_id INTEGER NOT NULL REFERENCES staff,
  day TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  finished_at INTEGER,
  tree_version INTEGER NOT NULL REFERENCES reason_tree,
  outcome TEXT,
  risk_present TEXT CHECK (risk_present IN ('yes', 'no')),
  risk_assessed TEXT CHECK (risk_assessed IN ('yes', 'no')),
  risk_plan TEXT CHECK (risk_plan IN ('yes', 'no')),
  age TEXT,
  gender TEXT,
  region TEXT,
  about TEXT CHECK (about IN ('self', 'other')),
  first_contact TEXT CHECK (first_contact IN ('yes', 'no')),
  -- Sealed with a key of its own (note_wrap in keys.db).
  note BLOB,
  note_days INTEGER NOT NULL,
  note_gone_at INTEGER
) STRICT;

CREATE INDEX contact_record_of_staff ON contact_record (staff_id, finished_at);
CREATE INDEX contact_record_finished ON contact_record (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX contact_record_note ON contact_record (began_at) WHERE note_gone_at IS NULL;

CREATE TABLE contact_reason (
  record_id INTEGER NOT NULL REFERENCES contact_record ON DELETE CASCADE,
  reason TEXT NOT NULL,
  PRIMARY KEY (record_id, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_action (
  record_id INTEGER NOT NULL REFERENCES contact_record ON DELETE CASCADE,
  action TEXT NOT NULL,
  PRIMARY KEY (record_id, action)
) STRICT, WITHOUT ROWID;
