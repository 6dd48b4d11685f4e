-- That the screen of the young person is said to be watched: the last message (seq) that had been written by then. Nothing automatic goes
-- to it until somebody who writes in the chat says otherwise; null while it is not watched.
ALTER TABLE conversation ADD COLUMN watched_after INTEGER;
