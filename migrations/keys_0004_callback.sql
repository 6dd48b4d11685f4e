-- The keys of the addresses of those who asked to be written to: each goes with its address.

CREATE TABLE callback_wrap (
  callback_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
