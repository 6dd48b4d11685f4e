-- # copies

-- Machines that may fetch sealed copies of the data, and what they have shown to have.
CREATE TABLE second_machine (
  -- Never given out twice: the audit trail names it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  -- SHA-256 of its token, which is stored nowhere.
  token_hash TEXT NOT NULL UNIQUE,
  made_at INTEGER NOT NULL,
  -- When it showed last what lies there; null = never.
  shown_at INTEGER,
  -- Up to which instant it has everything; null = it has no whole copy.
  saved_until INTEGER,
  -- The copies that lie there whole, by name: JSON.
  copies TEXT NOT NULL DEFAULT '[]'
) STRICT;
