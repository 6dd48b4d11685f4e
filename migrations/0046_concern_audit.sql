-- What was done about something that was wrong with a chat: a chain of its own, so that neither a number nor a count in the audit trail
-- tells those who had a part in the chat of it (src/audit/concern-trail.ts).
CREATE TABLE concern_audit (
  id INTEGER PRIMARY KEY,
  -- When the quarter of the hour began, ms UTC: nothing more exact is kept.
  quarter INTEGER NOT NULL CHECK (quarter % 900000 = 0),
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  before TEXT,
  after TEXT,
  -- Of the key that the code is made with; NULL, and no code, where there was none at hand.
  master_key_id INTEGER,
  mac BLOB
) STRICT;
