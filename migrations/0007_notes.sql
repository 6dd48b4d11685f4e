-- What colleagues say among themselves: beside a conversation, when help is wanted, on shift. None of it is for young people.

-- Sealed with the key of the conversation, and gone with it.
CREATE TABLE side_note (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  client_id TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, seq),
  UNIQUE (conversation_id, client_id)
) STRICT, WITHOUT ROWID;

-- How far each has read them, and what each has written and not sent.
CREATE TABLE side_note_of (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  seen_seq INTEGER NOT NULL DEFAULT 0,
  draft BLOB,
  PRIMARY KEY (conversation_id, staff_id)
) STRICT, WITHOUT ROWID;

-- Help that the counsellor of a conversation asked for, or Porchlight for them. Whether somebody came is told by
-- conversation_colleague, whether it still matters by the conversation itself.
CREATE TABLE help_wanted (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  number INTEGER NOT NULL,
  -- Who had the conversation then.
  counsellor_id INTEGER NOT NULL REFERENCES staff,
  -- NULL = Porchlight itself.
  staff_id INTEGER REFERENCES staff,
  urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
  -- Sealed with the key of the conversation; NULL = without a word.
  words BLOB,
  at INTEGER NOT NULL,
  taken_back_at INTEGER,
  PRIMARY KEY (conversation_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX help_wanted_open ON help_wanted (at) WHERE taken_back_at IS NULL;

-- The room of those on shift, and what is said to all of them: sealed with a key that belongs to no conversation.
CREATE TABLE shift_note (
  -- Never used twice: what somebody has read is a number.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id TEXT NOT NULL UNIQUE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- room: read by whoever looks there. all: stands in every console until it is read.
  kind TEXT NOT NULL CHECK (kind IN ('room', 'all')),
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  taken_back_at INTEGER
) STRICT;

CREATE INDEX shift_note_at ON shift_note (at);

CREATE TABLE shift_note_read (
  note_id INTEGER NOT NULL REFERENCES shift_note ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  at INTEGER NOT NULL,
  PRIMARY KEY (note_id, staff_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE shift_seen (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  note_id INTEGER NOT NULL
) STRICT;
