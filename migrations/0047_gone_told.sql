-- When the trail said that a chat is forgotten, though its words are kept a while longer for something that was wrong with it: whoever
-- reads the trail must not learn that from a line that is missing (src/conversation/after/gone.ts).
ALTER TABLE conversation ADD COLUMN gone_told_at INTEGER;
