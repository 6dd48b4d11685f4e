-- # contacts

-- Reasons for contact that were ticked while a chat goes on, for the record after it. Sealed with the key of the conversation, and gone
-- with it.
CREATE TABLE ticked_reasons (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  -- Their codes, a line each.
  body BLOB NOT NULL
) STRICT;
