-- keys.db: what opens the words. Apart from the data, so that destroying a key reaches every copy of the data. `bytes` is a key, sealed
-- as the `version` of it says.

-- # keys

-- One master key after another.
CREATE TABLE master_key (
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  retired_at INTEGER
) STRICT;

-- What is left of a former master key, sealed under the one that works now: it opens no words.
CREATE TABLE former_key (
  master_key_id INTEGER PRIMARY KEY REFERENCES master_key,
  -- What it is sealed under.
  under_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of chats that go on.
CREATE TABLE wrap (
  conversation_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (conversation_id, kind)
) STRICT, WITHOUT ROWID;

-- The key of a chat that is over.
CREATE TABLE team_sealed (
  conversation_id INTEGER PRIMARY KEY,
  team_key_id INTEGER NOT NULL REFERENCES team_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of chats to which a young person has a code, sealed with what the code makes. One code has one salt.
CREATE TABLE code_wrap (
  conversation_id INTEGER PRIMARY KEY,
  code_id INTEGER NOT NULL,
  salt BLOB NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of earlier chats, sealed with that of the one in which they may be read, as long as it goes on.
CREATE TABLE earlier_wrap (
  conversation_id INTEGER NOT NULL,
  earlier_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (conversation_id, earlier_id)
) STRICT, WITHOUT ROWID;

-- The secret words of young people, asked of whoever opens a chat after a while: the hash of each, sealed under a master key.
CREATE TABLE secret_word (
  conversation_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of the notes of contact records, apart from those of the chats: each goes in its own time.
CREATE TABLE note_wrap (
  record_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of mails that are on their way, each of one mail.
CREATE TABLE mail_wrap (
  mail_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of the addresses of those who asked to be written to: each goes with its address.
CREATE TABLE callback_wrap (
  callback_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of the addresses of the staff. What they are bound to is of the time when they stood in `wrap`, under numbers below zero
-- (src/crypto/keys/own-keys.ts); so it is with `hook_wrap`.
CREATE TABLE staff_wrap (
  staff_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The key of the address of the web that is told what whoever is on call is told.
CREATE TABLE hook_wrap (
  hook_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of the telephone numbers that members of the staff have given for emergencies.
CREATE TABLE phone_wrap (
  staff_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of what is said and thanked after a chat, which is read by people who do not hold the team key.
CREATE TABLE debrief_wrap (
  debrief_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE thanks_wrap (
  conversation_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of what is written of emergencies: each goes in its own time.
CREATE TABLE emergency_wrap (
  emergency_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The keys of what stands beside something that was wrong with a chat, each of one.
CREATE TABLE concern_wrap (
  file_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The key of each address, in shares of which two open it: one for each who may, sealed to their own key.
CREATE TABLE address_share (
  conversation_id INTEGER NOT NULL,
  staff_id INTEGER NOT NULL,
  -- The place of the share (src/crypto/secret-sharing.ts).
  x INTEGER NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (conversation_id, staff_id)
) STRICT, WITHOUT ROWID;

-- The share of whoever said yes, sealed to whoever asked.
CREATE TABLE address_grant (
  request_id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL,
  x INTEGER NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- The team key: what opens the words of chats that are over. Its private half lies here only sealed: to the own key of each who holds
-- it, and to the printed sheet.
CREATE TABLE team_key (
  id INTEGER PRIMARY KEY,
  public BLOB NOT NULL UNIQUE,
  made_at INTEGER NOT NULL
) STRICT;

-- An own key opens with the password of its owner alone. While that is changed the key lies here under both passwords, until the
-- change is on the disk: a power cut between the two files shuts nobody out.
CREATE TABLE staff_key (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL,
  public BLOB NOT NULL,
  salt BLOB NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX staff_key_of ON staff_key (staff_id);

CREATE TABLE team_wrap (
  team_key_id INTEGER NOT NULL REFERENCES team_key,
  staff_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  given_at INTEGER NOT NULL,
  -- A second person beside whoever gave them their role (src/staff/hands.ts). NULL = from before this was kept.
  given_by INTEGER,
  PRIMARY KEY (team_key_id, staff_id)
) STRICT, WITHOUT ROWID;

-- A printed recovery sheet, which opens the team keys and the master keys. Its check words are kept as hashes.
CREATE TABLE key_sheet (
  id INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  -- JSON
  checks TEXT NOT NULL,
  bytes BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  proved_at INTEGER,
  -- JSON, ids of the team keys that it opens: whoever lacks one of them makes no other sheet in its place.
  holds TEXT NOT NULL DEFAULT '[1]'
) STRICT;

-- The master keys that a recovery sheet opens, each sealed to it by itself: a new one needs no new sheet.
CREATE TABLE sheet_master (
  sheet_id INTEGER NOT NULL REFERENCES key_sheet ON DELETE CASCADE,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  bytes BLOB NOT NULL,
  PRIMARY KEY (sheet_id, master_key_id)
) STRICT, WITHOUT ROWID;

-- How far the audit trail goes, kept apart from it: whoever cuts off its end is noticed. One row for each master key in turn.
CREATE TABLE audit_chain (
  id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  began_at INTEGER NOT NULL,
  first_id INTEGER NOT NULL,
  before_mac BLOB NOT NULL,
  last_id INTEGER NOT NULL,
  last_mac BLOB NOT NULL,
  seal BLOB NOT NULL
) STRICT;

-- The parts of the audit trail's chain as they were before it was chained anew: what is in the data file now may be an older copy, or
-- not have been stored any more, and is looked at by them then.
CREATE TABLE audit_chain_before (
  id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  began_at INTEGER NOT NULL,
  first_id INTEGER NOT NULL,
  before_mac BLOB NOT NULL,
  last_id INTEGER NOT NULL,
  last_mac BLOB NOT NULL,
  seal BLOB NOT NULL
) STRICT;

-- How far the chain of concern_audit goes, and from where on it is kept.
CREATE TABLE concern_chain (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  first_id INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  -- The code that the oldest entry which is kept was made of: that of the one before it, which was kept long enough. NULL = there was
  -- none, or nobody knows any more.
  before_mac BLOB
) STRICT;
