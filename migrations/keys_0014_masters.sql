-- One master key after another. What is left of a former one, sealed under the one that works now: it opens no words.

ALTER TABLE master_key ADD COLUMN retired_at INTEGER;

CREATE TABLE former_key (
  master_key_id INTEGER PRIMARY KEY REFERENCES master_key,
  -- What it is sealed under.
  under_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The master keys that a recovery sheet opens, each sealed to it by itself: a new one needs no new sheet.
CREATE TABLE sheet_master (
  sheet_id INTEGER NOT NULL REFERENCES key_sheet ON DELETE CASCADE,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  bytes BLOB NOT NULL,
  PRIMARY KEY (sheet_id, master_key_id)
) STRICT, WITHOUT ROWID;
