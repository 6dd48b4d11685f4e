-- # colleagues

-- What a counsellor has typed to hand a conversation over, until they offer it. Sealed with the key of the conversation, for that
-- counsellor alone, and gone once the chat is with someone else or over.
CREATE TABLE handover_draft (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  body BLOB NOT NULL
) STRICT;
