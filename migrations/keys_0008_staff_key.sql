-- While a password is changed its owner's key lies here under both passwords, until the change is on the disk: a power cut
-- between the two files shuts nobody out.

CREATE TABLE staff_key_kept (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL,
  public BLOB NOT NULL,
  salt BLOB NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

INSERT INTO staff_key_kept (staff_id, public, salt, version, bytes)
  SELECT staff_id, public, salt, version, bytes FROM staff_key ORDER BY staff_id;

DROP TABLE staff_key;
ALTER TABLE staff_key_kept RENAME TO staff_key;
CREATE INDEX staff_key_of ON staff_key (staff_id);
