-- keys.db: what opens the words. Apart from the data, so that destroying a key reaches every copy of the data.

CREATE TABLE master_key (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE wrap (
  conversation_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (conversation_id, kind)
) STRICT, WITHOUT ROWID;
