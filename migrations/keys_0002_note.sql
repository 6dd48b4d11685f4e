-- The keys of the notes of contact records, apart from those of the chats: each goes in its own time.

CREATE TABLE note_wrap (
  record_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
