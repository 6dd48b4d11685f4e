-- Who gave somebody a role: whoever gives accounts and roles could otherwise be two people by themselves (staff/hands.ts). A role given to
-- oneself is one whose giver is its holder. NULL = the command line, or given before this.
ALTER TABLE staff_role ADD COLUMN given_by INTEGER REFERENCES staff;
UPDATE staff_role SET given_by = staff_id WHERE by_self = 1;
ALTER TABLE staff_role DROP COLUMN by_self;

-- Few of all that were read: they are looked for with every page of those who are told.
CREATE INDEX chat_opening_alone ON chat_opening (id) WHERE alone IS NOT NULL;
