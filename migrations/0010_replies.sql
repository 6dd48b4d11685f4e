-- Ready replies: sentences that counsellors put into the field and send when they have made them their own.

-- Those of the helpline and those of one counsellor. One that came with Porchlight stands here once it was changed or
-- removed; its id is its name and its language, "greeting.fr".
CREATE TABLE reply (
  id TEXT PRIMARY KEY,
  -- Whose own it is; NULL = everybody's.
  owner_id INTEGER REFERENCES staff,
  language TEXT NOT NULL,
  topic TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  -- Only those that came with Porchlight stay when they are removed, or they would come back.
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX reply_owner ON reply (owner_id);

-- How often somebody took one: theirs come first.
CREATE TABLE reply_use (
  staff_id INTEGER NOT NULL REFERENCES staff,
  reply_id TEXT NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (staff_id, reply_id)
) STRICT, WITHOUT ROWID;
