-- Colleagues beside a conversation, and handing one over.

-- Who sat beside the counsellor, and when. A row stays with its conversation: who had a part in it can be told later.
CREATE TABLE conversation_colleague (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- joined: writes too, and the young person knows. reading: a supervisor reads along, and the counsellor knows.
  kind TEXT NOT NULL CHECK (kind IN ('joined', 'reading')),
  since_at INTEGER NOT NULL,
  left_at INTEGER,
  -- Up to which message they have read.
  seen_seq INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX conversation_colleague_now ON conversation_colleague (conversation_id, staff_id) WHERE left_at IS NULL;
CREATE INDEX conversation_colleague_of_staff ON conversation_colleague (staff_id) WHERE left_at IS NULL;

-- A conversation offered to a colleague, or given to the queue of another line. Nothing changes until it is accepted.
CREATE TABLE handover (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  number INTEGER NOT NULL,
  from_staff_id INTEGER NOT NULL REFERENCES staff,
  -- One of the two.
  to_staff_id INTEGER REFERENCES staff,
  to_line_id INTEGER REFERENCES line,
  -- Both sealed with the key of the conversation: for colleagues only.
  summary BLOB NOT NULL,
  -- Why the young person was not asked; NULL = they were, and agreed.
  not_asked BLOB,
  offered_at INTEGER NOT NULL,
  -- NULL = nobody has answered yet.
  outcome TEXT CHECK (outcome IN ('accepted', 'declined', 'withdrawn')),
  settled_at INTEGER,
  PRIMARY KEY (conversation_id, number),
  CHECK ((to_staff_id IS NULL) <> (to_line_id IS NULL)),
  CHECK ((outcome IS NULL) = (settled_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX handover_offered ON handover (conversation_id) WHERE outcome IS NULL;
CREATE INDEX handover_offered_to ON handover (to_staff_id) WHERE outcome IS NULL;
