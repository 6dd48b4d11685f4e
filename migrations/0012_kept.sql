-- Who wrote last in a chat, and whether somebody ever wrote in it, without reading what they wrote.
CREATE INDEX message_by_author ON message (conversation_id, author, seq, at, staff_id);

-- Who has read the chat that something was said to be wrong with: nobody looks into it unread.
CREATE TABLE concern_opened (
  concern_id INTEGER NOT NULL REFERENCES concern ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  at INTEGER NOT NULL,
  PRIMARY KEY (concern_id, staff_id)
) STRICT, WITHOUT ROWID;
