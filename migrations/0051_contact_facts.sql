-- What cannot be found out later of a contact. null in every column: from before it was kept.
-- By the clock of its line as it hangs on the wall: 0 = 00:00 to 00:14, 95 = 23:45 to 23:59.
ALTER TABLE contact ADD COLUMN quarter INTEGER CHECK (quarter BETWEEN 0 AND 95);
-- They came with the code of a chat before; by a mail that they had asked for.
ALTER TABLE contact ADD COLUMN returned INTEGER CHECK (returned IN (0, 1));
ALTER TABLE contact ADD COLUMN called_back INTEGER CHECK (called_back IN (0, 1));
-- What became of each question, apart from its answer: it was on no page of theirs, on one, passed over, answered.
ALTER TABLE contact ADD COLUMN before_asked TEXT CHECK (before_asked IN ('never', 'shown', 'skipped', 'given'));
ALTER TABLE contact ADD COLUMN helped_asked TEXT CHECK (helped_asked IN ('never', 'shown', 'skipped', 'given'));
ALTER TABLE contact ADD COLUMN after_asked TEXT CHECK (after_asked IN ('never', 'shown', 'skipped', 'given'));
ALTER TABLE contact ADD COLUMN next_asked TEXT CHECK (next_asked IN ('never', 'shown', 'skipped', 'given'));
-- Whether they know what they can do next.
ALTER TABLE contact ADD COLUMN next_step TEXT CHECK (next_step IN ('yes', 'bit', 'no'));

UPDATE contact SET before_asked = 'given' WHERE feeling_before IS NOT NULL;
UPDATE contact SET helped_asked = 'given' WHERE helped IS NOT NULL;
UPDATE contact SET after_asked = 'given' WHERE feeling_after IS NOT NULL;

-- Of a chat that began before, nobody knows.
ALTER TABLE conversation ADD COLUMN feeling_shown INTEGER DEFAULT 0 CHECK (feeling_shown IN (0, 1));
ALTER TABLE conversation ADD COLUMN came_again INTEGER DEFAULT 0 CHECK (came_again IN (0, 1));
UPDATE conversation SET feeling_shown = NULL, came_again = NULL;
