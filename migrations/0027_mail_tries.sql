-- When a mail was handed over last stays after it failed: trouble that is over since then holds up nobody.
ALTER TABLE mail RENAME COLUMN trying_at TO tried_at;

-- What became of a mail is asked by what it is about, also once it is settled.
DROP INDEX mail_about;
CREATE INDEX mail_about ON mail (purpose, about);
