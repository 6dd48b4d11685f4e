-- How far the chain of concern_audit goes, and from where on it is kept.
CREATE TABLE concern_chain (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  first_id INTEGER NOT NULL,
  last_id INTEGER NOT NULL
) STRICT;
