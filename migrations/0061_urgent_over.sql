-- When somebody who writes in it said that a chat that began as urgent is so no more; null while nobody did.
ALTER TABLE conversation ADD COLUMN urgent_over_at INTEGER;
