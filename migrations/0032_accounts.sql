-- What a member of the staff has beside their password, where they are signed in, and where they were before.

-- What an app makes its codes from. Sealed under the master key.
CREATE TABLE staff_totp (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  secret BLOB NOT NULL,
  -- NULL = no code has shown yet that the app has it.
  confirmed_at INTEGER,
  -- The step (of 30 s since 1970) of the last code that was taken: each is good once.
  last_step INTEGER NOT NULL DEFAULT 0
) STRICT;

-- For whoever has lost the phone: ten codes, each good once.
CREATE TABLE staff_recovery_code (
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- 0 to 9; the first letter of the code says it.
  number INTEGER NOT NULL,
  -- Argon2id
  hash TEXT NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (staff_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_passkey (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- base64url, as the browser names it.
  credential TEXT NOT NULL UNIQUE,
  public_key BLOB NOT NULL,
  -- How often it was used, as it says itself; one that goes back was copied.
  counter INTEGER NOT NULL,
  -- A coarse word of where it was made, as "firefox android".
  browser TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

CREATE INDEX staff_passkey_of_staff ON staff_passkey (staff_id);

-- Browsers in which somebody has signed in before: others cannot use up their tries.
CREATE TABLE staff_device (
  id_hash TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (id_hash, staff_id)
) STRICT, WITHOUT ROWID;

-- 0 = from before this was kept.
ALTER TABLE staff_session ADD COLUMN started_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE staff_session ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
-- When the password was given last in it.
ALTER TABLE staff_session ADD COLUMN confirmed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE staff_session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
