-- The parts of the audit trail's chain as they were before it was chained anew: what is in the data file now may be an older copy, or
-- not have been stored any more, and is looked at by them then.
CREATE TABLE audit_chain_before (
  id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  began_at INTEGER NOT NULL,
  first_id INTEGER NOT NULL,
  before_mac BLOB NOT NULL,
  last_id INTEGER NOT NULL,
  last_mac BLOB NOT NULL,
  seal BLOB NOT NULL
) STRICT;
