-- Where somebody writes from, for an emergency: kept only where a helpline has chosen so, and only sealed (crypto/address-keys.ts).

CREATE TABLE address (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  body BLOB NOT NULL
) STRICT;

-- Somebody asks to see it, somebody else says yes, and it is shown once to whoever asked.
CREATE TABLE address_request (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  emergency_id INTEGER NOT NULL REFERENCES emergency,
  asked_by INTEGER NOT NULL REFERENCES staff,
  asked_at INTEGER NOT NULL,
  -- A code (record/address-reading.ts).
  reason TEXT NOT NULL,
  confirmed_by INTEGER REFERENCES staff CHECK (confirmed_by <> asked_by),
  confirmed_at INTEGER,
  shown_at INTEGER CHECK (shown_at IS NULL OR confirmed_by IS NOT NULL)
) STRICT;

CREATE INDEX address_request_of ON address_request (emergency_id);
