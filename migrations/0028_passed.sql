-- Somebody who came by a link was taken before them: the next who comes by one comes after.
ALTER TABLE conversation ADD COLUMN was_passed INTEGER NOT NULL DEFAULT 0 CHECK (was_passed IN (0, 1));
