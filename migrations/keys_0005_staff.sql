-- The keys of the addresses of the staff, and of the address of the web that is told what whoever is on call is told. They stood
-- among those of the chats, under numbers below zero, and are still bound to those (src/crypto/keys/own-keys.ts).

CREATE TABLE staff_wrap (
  staff_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE hook_wrap (
  hook_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

INSERT INTO staff_wrap
SELECT -conversation_id, master_key_id, version, bytes FROM wrap WHERE conversation_id < 0 AND conversation_id > -1000000000;

INSERT INTO hook_wrap
SELECT 1, master_key_id, version, bytes FROM wrap WHERE conversation_id = -1000000000;

DELETE FROM wrap WHERE conversation_id < 0;
