-- How many somebody takes at once, at most; NULL = as everybody (setting chatsAtOnce, and one more for somebody urgent).
ALTER TABLE staff ADD COLUMN chats_most INTEGER CHECK (chats_most BETWEEN 1 AND 4);
