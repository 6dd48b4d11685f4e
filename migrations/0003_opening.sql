-- Opening a helpline: rehearsals, the staff's languages, the helpline's own words.

-- Written by an admin to try everything: never counted.
ALTER TABLE conversation ADD COLUMN rehearsal INTEGER NOT NULL DEFAULT 0 CHECK (rehearsal IN (0, 1));
-- Its counsellor had to leave at once: whoever waits again was in a chat already, and is taken first.
ALTER TABLE conversation ADD COLUMN given_back_at INTEGER;

-- In which languages they chat, BCP 47, with a space between; '' = their own.
ALTER TABLE staff ADD COLUMN languages TEXT NOT NULL DEFAULT '';

-- JSON: what was typed at the link of a new account and not yet sent; never a password.
ALTER TABLE invitation ADD COLUMN draft TEXT CHECK (json_valid(draft));
-- A new password for an account that exists; NULL = a new account.
ALTER TABLE invitation ADD COLUMN for_staff_id INTEGER REFERENCES staff;
-- Who gave it out; NULL = the command line.
ALTER TABLE invitation ADD COLUMN made_by INTEGER REFERENCES staff;
-- For whom it is, in the maker's words; gone with the link.
ALTER TABLE invitation ADD COLUMN for_whom TEXT;

-- What stands in place of a text of the catalogs. `standard` is the text it replaced: after an upgrade it tells whether that is another.
CREATE TABLE own_text (
  language TEXT NOT NULL,
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  standard TEXT NOT NULL,
  PRIMARY KEY (language, key)
) STRICT, WITHOUT ROWID;

-- How long this version promises to keep the words of a chat; NULL = before that could be set.
ALTER TABLE rules ADD COLUMN retention_days INTEGER;

-- A helpline that has been running stays open; a new one waits for its admin.
INSERT INTO setting (name, value, version, changed_at) SELECT 'opening', '"open"', 1, 0 WHERE EXISTS (SELECT 1 FROM staff);
