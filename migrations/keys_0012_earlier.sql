-- The keys of earlier chats, sealed with that of the one in which they may be read, as long as it goes on.

CREATE TABLE earlier_wrap (
  conversation_id INTEGER NOT NULL,
  earlier_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (conversation_id, earlier_id)
) STRICT, WITHOUT ROWID;
