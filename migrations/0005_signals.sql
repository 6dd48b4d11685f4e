-- # staff

-- How someone wants to be called, on every browser of theirs; null = they never chose.
CREATE TABLE staff_signals (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  -- Sound for young people, and for colleagues.
  young INTEGER CHECK (young IN (0, 1)),
  colleagues INTEGER CHECK (colleagues IN (0, 1)),
  -- Notices of the desktop.
  notices INTEGER CHECK (notices IN (0, 1))
) STRICT;

-- # safety

-- Who says that they are calling the emergency services, and since when; null = no one has said so.
ALTER TABLE emergency ADD COLUMN caller_id INTEGER REFERENCES staff;
ALTER TABLE emergency ADD COLUMN calling_at INTEGER;

-- # conversations

-- When a mark of risk was last ended, by whom, and why; null = never.
ALTER TABLE conversation ADD COLUMN risk_over_at INTEGER;
ALTER TABLE conversation ADD COLUMN risk_over_by INTEGER REFERENCES staff;
ALTER TABLE conversation ADD COLUMN risk_over_why TEXT CHECK (risk_over_why IN ('talked', 'plan', 'mistake'));
