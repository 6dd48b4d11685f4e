-- How long somebody who comes will wait is told from how the line moved before (queue/estimate.ts).
-- Who is gone from a line, and when: a rehearsal, a chat that was given back and whoever was sent home say nothing of it.
CREATE INDEX conversation_gone ON conversation (line_id, coalesce(claimed_at, ended_at))
  WHERE rehearsal = 0 AND given_back_at IS NULL AND coalesce(claimed_at, ended_at) IS NOT NULL
    AND (claimed_at IS NOT NULL OR end_reason <> 'line_closed');

-- What somebody was told when they came to wait, and how long they waited (ms). It outlives the conversation, without a word of it.
CREATE TABLE wait_promise (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER UNIQUE REFERENCES conversation ON DELETE SET NULL,
  line_id INTEGER NOT NULL REFERENCES line,
  place INTEGER NOT NULL,
  -- Minutes, as they were said.
  low INTEGER NOT NULL,
  high INTEGER NOT NULL,
  -- The upper end as the line alone gave it, ms.
  by_line REAL NOT NULL,
  at INTEGER NOT NULL,
  -- NULL = they were not taken, or not yet.
  waited INTEGER
) STRICT;

CREATE INDEX wait_promise_kept ON wait_promise (line_id, at) WHERE waited IS NOT NULL;
