-- Every row of the audit trail carries a code made with the master key of what it says and of the row before it
-- (audit/chain.ts). null: written while there was no master key. `chained_at` (ms UTC): when such a row got its code, or one of
-- before there were codes.
ALTER TABLE audit ADD COLUMN mac BLOB;
ALTER TABLE audit ADD COLUMN chained_at INTEGER;

-- In the place of rows that were kept long enough: the codes before the first and of the last of them, so that what stands
-- around them can still be checked.
CREATE TABLE audit_gone (
  first_id INTEGER PRIMARY KEY,
  last_id INTEGER NOT NULL,
  before_mac BLOB NOT NULL,
  mac BLOB NOT NULL,
  master_key_id INTEGER NOT NULL,
  seal BLOB NOT NULL
) STRICT;

CREATE INDEX audit_by_time ON audit (at, id);
