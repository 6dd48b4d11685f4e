-- The keys of mails that are on their way, each of one mail.

CREATE TABLE mail_wrap (
  mail_id INTEGER PRIMARY KEY,
  master_key_id INTEGER NOT NULL REFERENCES master_key,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
