-- What a counsellor's own replies were before and after each change, for undo: a while, and not in the audit trail, which
-- is kept for good and names only which were changed.
CREATE TABLE own_reply_change (
  -- Of the audit trail.
  change_id INTEGER PRIMARY KEY,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX own_reply_change_at ON own_reply_change (at);

INSERT INTO own_reply_change (change_id, before, after, at)
  SELECT id, before, after, at FROM audit WHERE action = 'replies.changed' AND object LIKE 'replies:%';
UPDATE audit
  SET before = (SELECT json_group_object(key, NULL) FROM json_each(audit.before)),
      after = (SELECT json_group_object(key, NULL) FROM json_each(audit.after))
  WHERE action = 'replies.changed' AND object LIKE 'replies:%';
