-- The telephone number that a member has given for emergencies (number: sealed with a key of its own), for whoever is in one while
-- they are on call.
CREATE TABLE staff_phone (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  number BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;
