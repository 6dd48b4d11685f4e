-- The first schema. Times are integer ms UTC (*_at). What cannot be rebuilt later is here from the start:
-- lines, lanes, roles as a set, the audit trail, and the logs that later reports are made of.

CREATE TABLE line (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

INSERT INTO line (id, slug, name, time_zone, created_at) VALUES (1, 'main', 'Main line', 'Europe/Brussels', 0);

CREATE TABLE line_state_log (
  id INTEGER PRIMARY KEY,
  line_id INTEGER NOT NULL REFERENCES line,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

-- One row per text of the rules that was ever in force; a conversation points to the one agreed to.
CREATE TABLE rules (
  version INTEGER PRIMARY KEY,
  content TEXT NOT NULL,
  published_at INTEGER NOT NULL
) STRICT;

CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  sign_in_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  real_name TEXT NOT NULL,
  alias TEXT NOT NULL UNIQUE COLLATE NOCASE,
  password_hash TEXT NOT NULL,
  language TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  deactivated_at INTEGER
) STRICT;

CREATE TABLE staff_role (
  staff_id INTEGER NOT NULL REFERENCES staff,
  role TEXT NOT NULL CHECK (role IN ('counsellor', 'supervisor', 'admin')),
  PRIMARY KEY (staff_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_session (
  id_hash TEXT PRIMARY KEY,
  staff_id INTEGER NOT NULL REFERENCES staff,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX staff_session_by_staff ON staff_session (staff_id);

CREATE TABLE invitation (
  id INTEGER PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  roles TEXT NOT NULL,
  first INTEGER NOT NULL CHECK (first IN (0, 1)),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  staff_id INTEGER REFERENCES staff
) STRICT;

CREATE TABLE presence_log (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL REFERENCES staff,
  availability TEXT NOT NULL CHECK (availability IN ('available', 'away', 'gone')),
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX presence_log_by_staff ON presence_log (staff_id, id);

CREATE TABLE conversation (
  -- Never used twice: an erasure speaks of an id for ever.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  line_id INTEGER NOT NULL REFERENCES line,
  lane TEXT NOT NULL CHECK (lane IN ('normal', 'urgent')),
  language TEXT NOT NULL,
  name_index INTEGER NOT NULL,
  rules_version INTEGER NOT NULL REFERENCES rules,
  start_id TEXT NOT NULL UNIQUE,
  youth_token_hash TEXT UNIQUE,
  started_at INTEGER NOT NULL,
  claimed_at INTEGER,
  counsellor_id INTEGER REFERENCES staff,
  ended_at INTEGER,
  end_reason TEXT,
  closed_at INTEGER,
  feeling_before INTEGER CHECK (feeling_before BETWEEN 0 AND 10),
  feeling_skipped INTEGER NOT NULL DEFAULT 0,
  youth_seen_seq INTEGER NOT NULL DEFAULT 0,
  counsellor_seen_seq INTEGER NOT NULL DEFAULT 0,
  youth_here_at INTEGER NOT NULL,
  returned_at INTEGER,
  returned_after_ms INTEGER
) STRICT;

CREATE INDEX conversation_waiting ON conversation (lane, started_at) WHERE claimed_at IS NULL AND ended_at IS NULL;
CREATE INDEX conversation_of_counsellor ON conversation (counsellor_id) WHERE closed_at IS NULL;
CREATE INDEX conversation_ended ON conversation (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE message (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  client_id TEXT NOT NULL,
  author TEXT NOT NULL CHECK (author IN ('youth', 'counsellor', 'notice')),
  staff_id INTEGER REFERENCES staff,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, seq),
  UNIQUE (conversation_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, staff_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation_event (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  kind TEXT NOT NULL,
  staff_id INTEGER REFERENCES staff,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX conversation_event_by_conversation ON conversation_event (conversation_id);

-- What remains of a contact when its words are gone: numbers, no text.
CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER UNIQUE REFERENCES conversation ON DELETE SET NULL,
  line_id INTEGER NOT NULL REFERENCES line,
  lane TEXT NOT NULL,
  language TEXT NOT NULL,
  day TEXT NOT NULL,
  waited_s INTEGER NOT NULL,
  talked_s INTEGER,
  youth_messages INTEGER NOT NULL,
  counsellor_messages INTEGER NOT NULL,
  end_reason TEXT NOT NULL,
  feeling_before INTEGER,
  feeling_after INTEGER CHECK (feeling_after BETWEEN 0 AND 10),
  helped TEXT CHECK (helped IN ('yes', 'bit', 'no'))
) STRICT;

-- Written before the key is destroyed: restoring an older keys.db replays it.
CREATE TABLE erasure (
  conversation_id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  before TEXT,
  after TEXT
) STRICT;
