-- Whoever was told of a complaint about a chat of theirs has read that it is closed.
ALTER TABLE concern_told ADD COLUMN end_seen_at INTEGER;
