-- What somebody writes for the room of those on shift and has not said yet: sealed with its key, and gone as soon as what was said.
CREATE TABLE shift_draft (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  body BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;
