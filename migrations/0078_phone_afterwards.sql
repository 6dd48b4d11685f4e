-- Whether the telephone number of a member was given to be phoned after an emergency of their own, too: those of before were given for
-- when they are on call alone.
ALTER TABLE staff_phone ADD COLUMN afterwards INTEGER NOT NULL DEFAULT 0;
