-- How often the door was looked at while it let nobody in, by the quarter of the hour. Looks, never people: one person looks
-- often, and many look once (src/queue/door/looks.ts).
CREATE TABLE door_look (
  line_id INTEGER NOT NULL REFERENCES line,
  day TEXT NOT NULL,
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 0 AND 95),
  state TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n > 0),
  PRIMARY KEY (line_id, day, quarter, state)
) STRICT, WITHOUT ROWID;
