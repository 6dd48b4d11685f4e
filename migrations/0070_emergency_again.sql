-- In one chat there may be an emergency more than once: each has a record of its own, and what was decided of one before stays as it was.

CREATE TABLE emergency_now (
  -- Never used twice: the key of its words is named by it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id INTEGER REFERENCES conversation ON DELETE SET NULL,
  name_index INTEGER NOT NULL,
  line_id INTEGER NOT NULL REFERENCES line,
  -- Who said that it is one, and when.
  staff_id INTEGER NOT NULL REFERENCES staff,
  at INTEGER NOT NULL,
  -- Who decided what is passed on, and when that was noted.
  decided_by INTEGER REFERENCES staff,
  decided_at INTEGER,
  -- JSON: codes of who was told, and of what they were told (record/emergency.ts).
  informed TEXT NOT NULL,
  passed TEXT NOT NULL,
  told TEXT CHECK (told IN ('before', 'after', 'no')),
  outcome TEXT,
  -- Sealed with a key of its own (emergency_wrap in keys.db).
  note BLOB,
  note_days INTEGER NOT NULL,
  note_gone_at INTEGER,
  -- Which supervisor has seen it, and who has phoned the counsellor afterwards.
  acknowledged_by INTEGER REFERENCES staff,
  acknowledged_at INTEGER,
  phoned_by INTEGER REFERENCES staff,
  phoned_at INTEGER
) STRICT;

INSERT INTO emergency_now
  SELECT id, conversation_id, name_index, line_id, staff_id, at, decided_by, decided_at, informed, passed, told, outcome,
    note, note_days, note_gone_at, acknowledged_by, acknowledged_at, phoned_by, phoned_at
  FROM emergency;

CREATE TABLE address_request_now (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  emergency_id INTEGER NOT NULL REFERENCES emergency_now,
  asked_by INTEGER NOT NULL REFERENCES staff,
  asked_at INTEGER NOT NULL,
  -- A code (record/address-reading.ts).
  reason TEXT NOT NULL,
  confirmed_by INTEGER REFERENCES staff CHECK (confirmed_by <> asked_by),
  confirmed_at INTEGER,
  shown_at INTEGER CHECK (shown_at IS NULL OR confirmed_by IS NOT NULL)
) STRICT;

INSERT INTO address_request_now
  SELECT id, emergency_id, asked_by, asked_at, reason, confirmed_by, confirmed_at, shown_at FROM address_request;

-- No number is given twice: keys.db knows the words of an emergency, and what was asked of an address, by theirs.
DELETE FROM sqlite_sequence WHERE name IN ('emergency_now', 'address_request_now');
INSERT INTO sqlite_sequence (name, seq)
  SELECT name || '_now', seq FROM sqlite_sequence WHERE name IN ('emergency', 'address_request');

DROP TABLE address_request;
DROP TABLE emergency;
ALTER TABLE emergency_now RENAME TO emergency;
ALTER TABLE address_request_now RENAME TO address_request;

CREATE INDEX address_request_of ON address_request (emergency_id);
CREATE INDEX emergency_of_chat ON emergency (conversation_id);
CREATE INDEX emergency_of_staff ON emergency (staff_id, at);
CREATE INDEX emergency_note ON emergency (at) WHERE note_gone_at IS NULL;
CREATE INDEX emergency_unanswered ON emergency (at) WHERE acknowledged_at IS NULL;
CREATE INDEX emergency_unphoned ON emergency (at) WHERE phoned_at IS NULL;
-- Of those no record says yet what came of them.
CREATE INDEX emergency_open ON emergency (conversation_id) WHERE outcome IS NULL;
-- Of which a time is told more exactly than to the quarter of the hour (src/record/coarse.ts).
CREATE INDEX emergency_at_due ON emergency (at) WHERE at % 900000 <> 0;
CREATE INDEX emergency_decided_due ON emergency (decided_at) WHERE decided_at % 900000 <> 0;
CREATE INDEX emergency_acknowledged_due ON emergency (acknowledged_at) WHERE acknowledged_at % 900000 <> 0;
CREATE INDEX emergency_phoned_due ON emergency (phoned_at) WHERE phoned_at % 900000 <> 0;
CREATE INDEX emergency_note_gone_due ON emergency (note_gone_at) WHERE note_gone_at % 900000 <> 0;
