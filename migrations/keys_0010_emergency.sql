-- The keys of what is written of emergencies: each goes in its own time.

CREATE TABLE emergency_wrap (
  emergency_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
