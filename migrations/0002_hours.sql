-- Lines and their hours. When a line is open is one document (src/hours/rules/calendar.ts): it is read and written whole.

ALTER TABLE line ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
-- BCP 47, with a space between; '' = every language.
ALTER TABLE line ADD COLUMN languages TEXT NOT NULL DEFAULT '';
-- ISO 3166-1: whose public holidays are offered.
ALTER TABLE line ADD COLUMN country TEXT NOT NULL DEFAULT 'BE';
-- NULL = as the helpline's own settings say.
ALTER TABLE line ADD COLUMN age_from INTEGER;
ALTER TABLE line ADD COLUMN age_to INTEGER;
-- How many may wait at most, beside what the counsellors present and the time left allow; NULL = only those.
ALTER TABLE line ADD COLUMN intake_cap INTEGER CHECK (intake_cap >= 0);
ALTER TABLE line ADD COLUMN last_entry_minutes INTEGER NOT NULL DEFAULT 30 CHECK (last_entry_minutes BETWEEN 0 AND 240);
ALTER TABLE line ADD COLUMN pause_after_minutes INTEGER NOT NULL DEFAULT 10 CHECK (pause_after_minutes BETWEEN 0 AND 120);
-- JSON; NULL = whenever somebody is there.
ALTER TABLE line ADD COLUMN hours TEXT CHECK (json_valid(hours));
ALTER TABLE line ADD COLUMN retired_at INTEGER;

-- Who may serve a line; a line without a row is everybody's.
CREATE TABLE line_staff (
  line_id INTEGER NOT NULL REFERENCES line,
  staff_id INTEGER NOT NULL REFERENCES staff,
  PRIMARY KEY (line_id, staff_id)
) STRICT, WITHOUT ROWID;

-- What a person decided for now, whatever the hours say. Lifting it is ending it.
CREATE TABLE line_override (
  id INTEGER PRIMARY KEY,
  line_id INTEGER NOT NULL REFERENCES line,
  kind TEXT NOT NULL CHECK (kind IN ('closed', 'paused', 'open')),
  starts_at INTEGER NOT NULL,
  -- NULL = until it is lifted.
  ends_at INTEGER,
  reason TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff
) STRICT;

CREATE INDEX line_override_by_line ON line_override (line_id, id);
CREATE INDEX line_state_log_by_line ON line_state_log (line_id, id);
CREATE INDEX conversation_waiting_on_line ON conversation (line_id) WHERE claimed_at IS NULL AND ended_at IS NULL;
CREATE INDEX audit_by_object ON audit (object, id);
CREATE INDEX presence_log_available ON presence_log (staff_id, id) WHERE availability = 'available';
