-- Which team keys a sheet opens (JSON, ids): whoever lacks one of them makes no other sheet in its place.
ALTER TABLE key_sheet ADD COLUMN holds TEXT NOT NULL DEFAULT '[1]';
