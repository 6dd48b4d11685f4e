-- The secret words of young people, asked of whoever opens a chat after a while: the hash of each, sealed under a master key.

CREATE TABLE secret_word (
  conversation_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
