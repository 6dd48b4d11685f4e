-- The keys of the telephone numbers that members have given for emergencies.

CREATE TABLE phone_wrap (
  staff_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
