-- Which supervisor has seen that there is an emergency, and who has phoned the counsellor afterwards. Nobody was asked either of those of before.
ALTER TABLE emergency ADD COLUMN acknowledged_by INTEGER REFERENCES staff;
ALTER TABLE emergency ADD COLUMN acknowledged_at INTEGER;
ALTER TABLE emergency ADD COLUMN phoned_by INTEGER REFERENCES staff;
ALTER TABLE emergency ADD COLUMN phoned_at INTEGER;

UPDATE emergency SET acknowledged_at = at, phoned_at = at;

CREATE INDEX emergency_unanswered ON emergency (at) WHERE acknowledged_at IS NULL;
CREATE INDEX emergency_unphoned ON emergency (at) WHERE phoned_at IS NULL;
-- Of those no record says yet what came of them.
CREATE INDEX emergency_open ON emergency (conversation_id) WHERE outcome IS NULL;
