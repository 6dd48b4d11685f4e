-- The team key: what opens the words of chats that are over. Its private half lies here only sealed: to the own key of each
-- who holds it, and to the printed sheet.

CREATE TABLE team_key (
  id INTEGER PRIMARY KEY,
  public BLOB NOT NULL UNIQUE,
  made_at INTEGER NOT NULL
) STRICT;

-- An own key opens with the password of its owner alone.
CREATE TABLE staff_key (
  staff_id INTEGER PRIMARY KEY,
  public BLOB NOT NULL,
  salt BLOB NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE team_wrap (
  team_key_id INTEGER NOT NULL REFERENCES team_key,
  staff_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  given_at INTEGER NOT NULL,
  PRIMARY KEY (team_key_id, staff_id)
) STRICT, WITHOUT ROWID;

-- What the sheet opens: the team keys and the master key. Its check words are kept as hashes.
CREATE TABLE key_sheet (
  id INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  checks TEXT NOT NULL,
  bytes BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  proved_at INTEGER
) STRICT;

-- The key of a chat that is over.
CREATE TABLE team_sealed (
  conversation_id INTEGER PRIMARY KEY,
  team_key_id INTEGER NOT NULL REFERENCES team_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- Words about a chat that are read when it is over, by people who do not hold the team key.
CREATE TABLE debrief_wrap (
  debrief_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE thanks_wrap (
  conversation_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
