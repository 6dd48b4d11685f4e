-- Whoever asked to be written to when somebody is there, apart from every chat: nothing leads from here to a conversation.
CREATE TABLE callback (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  line_id INTEGER NOT NULL REFERENCES line,
  language TEXT NOT NULL,
  -- Sealed under a key of its own; gone, and its key too, when it has ended.
  address BLOB,
  -- By which the same address is found again without being known; gone with the last link.
  mark TEXT,
  shared TEXT CHECK (shared IN ('no', 'yes', 'unsure')),
  from_minute INTEGER,
  to_minute INTEGER,
  offered TEXT NOT NULL CHECK (offered IN ('closed', 'full', 'hopeless', 'counsellor')),
  asked_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT CHECK (end_reason IN ('came', 'refused', 'told', 'undeliverable', 'too_old')),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CHECK (ended_at IS NULL OR address IS NULL)
) STRICT;
CREATE INDEX callback_open ON callback (line_id) WHERE ended_at IS NULL;
CREATE INDEX callback_mark ON callback (mark) WHERE mark IS NOT NULL;

-- One row for each mail: never more than two.
CREATE TABLE callback_invitation (
  callback_id INTEGER NOT NULL REFERENCES callback ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number IN (1, 2)),
  token_hash TEXT NOT NULL UNIQUE,
  invited_at INTEGER NOT NULL,
  -- A seat is held for it for a while.
  holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
  -- It says that it is the last one.
  last INTEGER NOT NULL CHECK (last IN (0, 1)),
  sent_at INTEGER,
  PRIMARY KEY (callback_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX callback_invited ON callback_invitation (invited_at);

-- Whoever said “do not write again”, by the mark of the address.
CREATE TABLE callback_silence (mark TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- How many who waited were taken on a line since one of its callbacks was last invited.
CREATE TABLE line_turn (line_id INTEGER PRIMARY KEY REFERENCES line, taken INTEGER NOT NULL) STRICT;

-- They came by a link that was sent to them, and are next.
ALTER TABLE conversation ADD COLUMN called_back INTEGER NOT NULL DEFAULT 0 CHECK (called_back IN (0, 1));
