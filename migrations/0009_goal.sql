-- # colleagues

-- What a chat is to reach, in the young person's words: one line above it for its counsellor and for colleagues beside them. Sealed
-- with the key of the conversation, and gone with its words.
CREATE TABLE goal (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  body BLOB NOT NULL
) STRICT;
