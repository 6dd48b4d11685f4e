-- The chats before this one that the young person lets whoever has this one read. Nothing stands here where they chose not to.

CREATE TABLE return_earlier (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  earlier_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  PRIMARY KEY (conversation_id, earlier_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX return_earlier_of ON return_earlier (earlier_id);
