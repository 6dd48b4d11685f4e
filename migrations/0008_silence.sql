-- Silence in a chat: whose clock runs is worked out from the messages; only what nobody can work out is kept here.

-- The counsellor says that somebody is in danger; NULL = nobody said so.
ALTER TABLE conversation ADD COLUMN risk_at INTEGER;
-- Nobody answered for so long that the chat waits for the young person, and the counsellor has a free hand.
ALTER TABLE conversation ADD COLUMN paused_at INTEGER;
-- The counsellor stopped the young person's clock; it runs again once they write after this.
ALTER TABLE conversation ADD COLUMN held_at INTEGER;
-- The young person's clock begins anew here: they said that they are still there, or came back.
ALTER TABLE conversation ADD COLUMN silence_from INTEGER;

-- A young person says that something was wrong with a chat. It holds the words of the chat until somebody has looked.
CREATE TABLE concern (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  -- Sealed with the key of the conversation; NULL = no words.
  body BLOB,
  at INTEGER NOT NULL,
  done_at INTEGER,
  done_by INTEGER REFERENCES staff
) STRICT;

CREATE INDEX concern_open ON concern (conversation_id) WHERE done_at IS NULL;
