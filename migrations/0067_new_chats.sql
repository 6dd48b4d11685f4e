-- Who takes no new chats for a while, since somebody in charge of people said so. No reason is kept here, for any of them.
CREATE TABLE new_chats_off (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL REFERENCES staff,
  set_by INTEGER NOT NULL REFERENCES staff,
  since INTEGER NOT NULL,
  lifted_by INTEGER REFERENCES staff,
  lifted_at INTEGER
) STRICT;

CREATE UNIQUE INDEX new_chats_off_now ON new_chats_off (staff_id, set_by) WHERE lifted_at IS NULL;
