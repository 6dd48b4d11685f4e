-- An offer that nobody can accept any more lapses: the colleague is gone, or the chat has ended.
CREATE TABLE handover_now (
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
  outcome TEXT CHECK (outcome IN ('accepted', 'declined', 'withdrawn', 'lapsed')),
  settled_at INTEGER,
  PRIMARY KEY (conversation_id, number),
  CHECK ((to_staff_id IS NULL) <> (to_line_id IS NULL)),
  CHECK ((outcome IS NULL) = (settled_at IS NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO handover_now SELECT * FROM handover;
DROP TABLE handover;
ALTER TABLE handover_now RENAME TO handover;

CREATE UNIQUE INDEX handover_offered ON handover (conversation_id) WHERE outcome IS NULL;
CREATE INDEX handover_offered_to ON handover (to_staff_id) WHERE outcome IS NULL;
