-- The server that takes the mails, as an admin set it: one row, or none.
CREATE TABLE mail_server (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  host TEXT NOT NULL,
  port INTEGER NOT NULL,
  security TEXT NOT NULL CHECK (security IN ('starttls', 'tls', 'none')),
  login TEXT NOT NULL,
  -- Sealed under the master key; null = none.
  password BLOB,
  sender_address TEXT NOT NULL,
  sender_name TEXT NOT NULL
) STRICT;

-- Mails that go out. What a mail says and to whom is sealed under a key of its own (keys.db), and gone once it is settled.
CREATE TABLE mail (
  -- Never given out twice: keys.db names it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  purpose TEXT NOT NULL,
  about INTEGER,
  message_id TEXT NOT NULL,
  body BLOB,
  queued_at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  -- While it is being handed over.
  trying_at INTEGER,
  settled_at INTEGER,
  outcome TEXT CHECK (outcome IN ('sent', 'refused', 'given_up', 'withdrawn')),
  -- Why the last try failed: a class of reason and the server's number, never its words.
  error TEXT,
  CHECK ((settled_at IS NULL) = (outcome IS NULL))
) STRICT;

CREATE INDEX mail_due ON mail (next_try_at) WHERE settled_at IS NULL;
CREATE INDEX mail_settled ON mail (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX mail_about ON mail (purpose, about) WHERE settled_at IS NULL;
