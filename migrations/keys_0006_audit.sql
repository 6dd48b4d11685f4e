-- How far the audit trail goes, kept apart from it: whoever cuts off its end is noticed. One row for each master key in turn.
CREATE TABLE audit_chain (
  id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  began_at INTEGER NOT NULL,
  first_id INTEGER NOT NULL,
  before_mac BLOB NOT NULL,
  last_id INTEGER NOT NULL,
  last_mac BLOB NOT NULL,
  seal BLOB NOT NULL
) STRICT;
