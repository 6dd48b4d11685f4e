-- The keys of what stands beside something that was wrong with a chat, each of one.

CREATE TABLE concern_wrap (
  file_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
