-- # keys

-- The keys of practice chats.
CREATE TABLE practice_wrap (
  practice_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
