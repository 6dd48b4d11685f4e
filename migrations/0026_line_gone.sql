-- Who is gone from a line, and when: what is told of the waiting comes from how the line moved (queue/gone.ts). It stands by
-- itself, without a word and without the conversation, since that may be forgotten the minute it ends.
CREATE TABLE line_gone (
  id INTEGER PRIMARY KEY,
  line_id INTEGER NOT NULL REFERENCES line,
  came INTEGER NOT NULL,
  gone INTEGER NOT NULL
) STRICT;

CREATE INDEX line_gone_last ON line_gone (line_id, gone);

INSERT INTO line_gone (line_id, came, gone)
SELECT line_id, came, gone FROM (
  SELECT line_id, started_at AS came, coalesce(claimed_at, ended_at) AS gone,
    row_number() OVER (PARTITION BY line_id ORDER BY coalesce(claimed_at, ended_at) DESC) AS newest
  FROM conversation
  WHERE rehearsal = 0 AND given_back_at IS NULL AND coalesce(claimed_at, ended_at) IS NOT NULL
    AND (claimed_at IS NOT NULL OR end_reason <> 'line_closed')
) WHERE newest <= 100 ORDER BY gone;

DROP INDEX conversation_gone;
