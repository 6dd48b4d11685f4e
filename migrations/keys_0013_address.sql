-- The key of each address, in shares of which two open it: one for each who may, sealed to their own key.

CREATE TABLE address_share (
  conversation_id INTEGER NOT NULL,
  staff_id INTEGER NOT NULL,
  -- The place of the share (crypto/two-of.ts).
  x INTEGER NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (conversation_id, staff_id)
) STRICT, WITHOUT ROWID;

-- The share of whoever said yes, sealed to whoever asked.
CREATE TABLE address_grant (
  request_id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL,
  x INTEGER NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
