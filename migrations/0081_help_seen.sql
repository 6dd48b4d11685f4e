-- Help that was asked for in a chat whose young person left in danger stays wanted until a colleague says that they have seen it.
ALTER TABLE help_wanted ADD COLUMN seen_by INTEGER REFERENCES staff;
ALTER TABLE help_wanted ADD COLUMN seen_at INTEGER;
