-- Of what kind a conversation is: real, an admin's rehearsal, or practice. Only real ones are counted
-- (src/conversation/kind.ts).
ALTER TABLE conversation ADD COLUMN kind TEXT NOT NULL DEFAULT 'real' CHECK (kind IN ('real', 'rehearsal', 'practice'));
UPDATE conversation SET kind = 'rehearsal' WHERE rehearsal = 1;
ALTER TABLE conversation DROP COLUMN rehearsal;
