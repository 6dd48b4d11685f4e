-- The keys of chats to which a young person has a code, sealed with what the code makes. One code has one salt.

CREATE TABLE code_wrap (
  conversation_id INTEGER PRIMARY KEY,
  code_id INTEGER NOT NULL,
  salt BLOB NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
