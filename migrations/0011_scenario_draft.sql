-- # staff

-- A scenario that somebody is writing on /admin/practice, right or not. Nobody can practise with it.
CREATE TABLE scenario_draft (
  -- The id of the scenario that it becomes.
  id TEXT PRIMARY KEY,
  -- As it was typed, JSON (src/practice/writing/sheet.ts).
  sheet TEXT NOT NULL CHECK (json_valid(sheet)),
  -- Counts up with each save: whoever saves an older one is told that a colleague was faster.
  version INTEGER NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
