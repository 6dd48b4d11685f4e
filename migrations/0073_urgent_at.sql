-- When somebody who had come as anybody else said that they are in danger; null for whoever said so as they came, or never.
ALTER TABLE conversation ADD COLUMN urgent_at INTEGER;
