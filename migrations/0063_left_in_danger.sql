-- Whoever left, deleted their chat or was lost while they were in danger: what they wrote can be read by those on shift until somebody
-- says that the danger is over, half a day at most (retention/danger-over.ts). How they left is said by the chat itself.
CREATE TABLE left_in_danger (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  left_at INTEGER NOT NULL,
  -- NULL = nobody has said so yet, and the time is not over.
  over_at INTEGER
) STRICT;

CREATE INDEX left_in_danger_open ON left_in_danger (left_at) WHERE over_at IS NULL;
