-- Who wants the end of the audit trail by mail each day, so that a copy of it lies outside of this machine.
ALTER TABLE staff_address ADD COLUMN trail INTEGER NOT NULL DEFAULT 0 CHECK (trail IN (0, 1));
-- When it was sent last.
ALTER TABLE staff_address ADD COLUMN trail_at INTEGER;
