-- # keys

-- What the secret of a recovery sheet makes to show of copies that they are ours (src/backup/parts.ts), sealed under a master key: who
-- only reads this file cannot make such a copy.
CREATE TABLE sheet_proof (
  sheet_id INTEGER PRIMARY KEY REFERENCES key_sheet ON DELETE CASCADE,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
