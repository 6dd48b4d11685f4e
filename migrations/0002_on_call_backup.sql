-- The person on call is told, too, when no copy of the data could be made for more than a day.
CREATE TABLE on_call_notice_with_backup (
  id INTEGER PRIMARY KEY,
  cause TEXT NOT NULL CHECK (cause IN ('nobody', 'urgent', 'talk', 'emergency', 'backup', 'test')),
  place TEXT NOT NULL,
  occurrence TEXT NOT NULL,
  line_id INTEGER REFERENCES line,
  at INTEGER NOT NULL,
  -- Who was on call; null = nobody.
  staff_id INTEGER REFERENCES staff,
  mail TEXT NOT NULL CHECK (mail IN ('queued', 'nobody', 'no_address', 'not_ready', 'own', 'sent', 'refused', 'given_up', 'withdrawn')),
  -- The address of the web; null = there was none. due: it is told at hook_next_at.
  hook TEXT CHECK (hook IN ('due', 'sent', 'failed')),
  -- Why the last try failed.
  hook_error TEXT,
  hook_tries INTEGER NOT NULL DEFAULT 0,
  hook_next_at INTEGER,
  UNIQUE (cause, occurrence)
) STRICT;
INSERT INTO on_call_notice_with_backup SELECT * FROM on_call_notice;
DROP TABLE on_call_notice;
ALTER TABLE on_call_notice_with_backup RENAME TO on_call_notice;
CREATE INDEX on_call_notice_by_place ON on_call_notice (cause, place, at);
CREATE INDEX on_call_notice_by_time ON on_call_notice (at);
CREATE INDEX on_call_notice_due ON on_call_notice (hook_next_at) WHERE hook = 'due';
