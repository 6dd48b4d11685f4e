-- The audit trail tells a time to the quarter of the hour, and is chained over that; the exact time stands beside it for a while,
-- with the salt of what it is hidden in (src/audit/codes.ts). What stood there before is chained anew at the first start that has
-- the master key (src/audit/anew.ts): until then it has no commitment.
CREATE TABLE audit_in_quarters (
  id INTEGER PRIMARY KEY,
  -- When the quarter of the hour began, ms UTC.
  quarter INTEGER NOT NULL CHECK (quarter % 900000 = 0),
  -- ms UTC; null once it has been told for long enough, and its salt with it.
  exact_at INTEGER,
  salt BLOB,
  commitment BLOB,
  -- As exactly as it is told.
  at INTEGER GENERATED ALWAYS AS (coalesce(exact_at, quarter)) VIRTUAL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  before TEXT,
  after TEXT,
  mac BLOB,
  chained_at INTEGER,
  -- The code it had before it was chained anew, for as long as the exact time is told, of which that code was made.
  former_mac BLOB
) STRICT;

INSERT INTO audit_in_quarters (id, quarter, exact_at, actor, action, object, before, after, mac, chained_at)
  SELECT id, at - at % 900000, at, actor, action, object, before, after, mac, chained_at FROM audit ORDER BY id;
DROP TABLE audit;
ALTER TABLE audit_in_quarters RENAME TO audit;

CREATE INDEX audit_by_object ON audit (object, id);
CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_contact_sent ON audit (at) WHERE action = 'contact.sent';
CREATE INDEX audit_exact_due ON audit (exact_at) WHERE exact_at IS NOT NULL;
CREATE INDEX audit_of_before_due ON audit (id) WHERE commitment IS NULL;
