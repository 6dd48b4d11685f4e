-- # directory

-- What was said when files came, JSON (src/directory/importing/kept-files.ts), to read them again; NULL = a feed, or of an earlier version.
ALTER TABLE import_run ADD COLUMN asked TEXT CHECK (json_valid(asked));
-- What of it will be of use, JSON (src/directory/importing/outlook.ts); NULL until it is read, and of a feed.
ALTER TABLE import_run ADD COLUMN outlook TEXT CHECK (json_valid(outlook));

-- The files of a run as they came, in pieces, until it is applied or forgotten: whoever says what their columns and words mean has
-- them read again.
CREATE TABLE import_piece (
  run_id INTEGER NOT NULL REFERENCES import_run ON DELETE CASCADE,
  number INTEGER NOT NULL,
  file_name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

-- What a person has said the columns, topics, ages and hours of a source mean, so that its next file is read so at once.
CREATE TABLE import_mapping (
  -- The folded name of the source.
  source TEXT PRIMARY KEY,
  -- JSON (src/directory/files/meaning/mapping.ts)
  mapping TEXT NOT NULL CHECK (json_valid(mapping)),
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
