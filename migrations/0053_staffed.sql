-- Who was there when, rolled up by the night: what reports and certificates are made of, when the logs themselves are gone
-- (src/queue/line/staffed.ts). Minutes are whole.
-- Of a line, by the quarter of the hour in which it let people in: the minutes of all who were available for it, and how many they were.
CREATE TABLE staffed (
  line_id INTEGER NOT NULL REFERENCES line,
  day TEXT NOT NULL,
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 0 AND 95),
  seat_minutes INTEGER NOT NULL,
  counsellors INTEGER NOT NULL,
  PRIMARY KEY (line_id, day, quarter)
) STRICT, WITHOUT ROWID;

-- Of somebody, by the day of the first line: the minutes they were available.
CREATE TABLE hours_served (
  staff_id INTEGER NOT NULL REFERENCES staff,
  day TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  PRIMARY KEY (staff_id, day)
) STRICT, WITHOUT ROWID;

-- Up to which day, of the staff and of each line ("staff", "line:1"): what is rolled up once is not reckoned again, since the logs go.
CREATE TABLE rolled_up (of TEXT PRIMARY KEY, through TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- When somebody was on shift last and Porchlight ran, to the minute; and when it did not run though somebody was: nobody served then.
CREATE TABLE awake (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
CREATE TABLE downtime (id INTEGER PRIMARY KEY, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL) STRICT;

CREATE INDEX presence_log_by_time ON presence_log (at);
CREATE INDEX line_state_log_by_time ON line_state_log (at);
