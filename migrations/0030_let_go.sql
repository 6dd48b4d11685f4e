-- An admin lets go of many who asked to be written to, after somebody has left the addresses of others.
CREATE TABLE callback_now (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  line_id INTEGER NOT NULL REFERENCES line,
  language TEXT NOT NULL,
  -- Sealed under a key of its own; gone, and its key too, when it has ended.
  address BLOB,
  -- By which the same mailbox is found again without being known; gone when its mails count no more.
  mark TEXT,
  shared TEXT CHECK (shared IN ('no', 'yes', 'unsure')),
  from_minute INTEGER,
  to_minute INTEGER,
  offered TEXT NOT NULL CHECK (offered IN ('closed', 'full', 'hopeless', 'counsellor')),
  asked_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT CHECK (end_reason IN ('came', 'refused', 'told', 'undeliverable', 'too_old', 'let_go')),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CHECK (ended_at IS NULL OR address IS NULL)
) STRICT;
INSERT INTO callback_now
  SELECT id, line_id, language, address, mark, shared, from_minute, to_minute, offered, asked_at, ended_at, end_reason
  FROM callback;

-- One row for each mail: never more than two.
CREATE TABLE callback_invitation_now (
  callback_id INTEGER NOT NULL REFERENCES callback_now ON DELETE CASCADE,
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
INSERT INTO callback_invitation_now
  SELECT callback_id, number, token_hash, invited_at, holds, last, sent_at FROM callback_invitation;

-- No number is given twice: mails say which of them they are about.
DELETE FROM sqlite_sequence WHERE name = 'callback_now';
INSERT INTO sqlite_sequence (name, seq) SELECT 'callback_now', seq FROM sqlite_sequence WHERE name = 'callback';

DROP TABLE callback_invitation;
DROP TABLE callback;
ALTER TABLE callback_now RENAME TO callback;
ALTER TABLE callback_invitation_now RENAME TO callback_invitation;
CREATE INDEX callback_open ON callback (line_id) WHERE ended_at IS NULL;
CREATE INDEX callback_mark ON callback (mark) WHERE mark IS NOT NULL;
CREATE INDEX callback_invited ON callback_invitation (invited_at);
