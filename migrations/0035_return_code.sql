-- Codes with which young people come back, and the chats each leads to. Nothing here tells a code: its locator is made with the
-- master key, and what it opens lies in keys.db.

CREATE TABLE return_code (
  -- Never used twice: keys.db knows a code by its id.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  locator TEXT NOT NULL UNIQUE,
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE return_part (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  code_id INTEGER NOT NULL REFERENCES return_code ON DELETE CASCADE
) STRICT;
CREATE INDEX return_part_of ON return_part (code_id);

-- The hash of the cookie that a chat had before it went on in another browser: the one that is left is told so.
ALTER TABLE conversation ADD COLUMN token_before TEXT;
CREATE INDEX conversation_token_before ON conversation (token_before) WHERE token_before IS NOT NULL;
