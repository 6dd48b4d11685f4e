-- How members of the staff are reached outside of the helpline, and what whoever is on call was told.

-- The own address of a member (address: sealed with a key of their own). digest: they want what became of the week.
CREATE TABLE staff_address (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  address BLOB NOT NULL,
  at INTEGER NOT NULL,
  digest INTEGER NOT NULL DEFAULT 0 CHECK (digest IN (0, 1)),
  -- When the last week was sent.
  digest_at INTEGER
) STRICT;

-- The one address of the web that is told too (address: sealed), for gateways.
CREATE TABLE on_call_hook (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  address BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- Each occurrence is told once. place: of what, so that the same is not told again at once.
CREATE TABLE on_call_notice (
  id INTEGER PRIMARY KEY,
  cause TEXT NOT NULL CHECK (cause IN ('nobody', 'urgent', 'talk', 'emergency', 'test')),
  place TEXT NOT NULL,
  occurrence TEXT NOT NULL,
  line_id INTEGER REFERENCES line,
  at INTEGER NOT NULL,
  -- Who was on call; null = nobody.
  staff_id INTEGER REFERENCES staff,
  mail TEXT NOT NULL CHECK (mail IN ('queued', 'nobody', 'no_address', 'not_ready', 'own', 'sent', 'refused', 'given_up', 'withdrawn')),
  -- The address of the web; null = there was none. due: it is told at hook_next_at.
  hook TEXT CHECK (hook IN ('due', 'sent', 'failed')),
  -- Why the last try failed.
  hook_error TEXT,
  hook_tries INTEGER NOT NULL DEFAULT 0,
  hook_next_at INTEGER,
  UNIQUE (cause, occurrence)
) STRICT;

CREATE INDEX on_call_notice_by_place ON on_call_notice (cause, place, at);
CREATE INDEX on_call_notice_by_time ON on_call_notice (at);
CREATE INDEX on_call_notice_due ON on_call_notice (hook_next_at) WHERE hook = 'due';
