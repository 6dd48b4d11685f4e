-- The directory of other places that help. An entry is one document (src/directory/entry/entry.ts), read and written whole, like the
-- hours of a line. A change never touches a document: it makes another and moves the pointer, so that an import becomes
-- visible with one statement and can be taken back with one.

-- Its number goes up with every change, for whoever asks whether anything is new.
CREATE TABLE directory (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  -- Goes up whenever the same places are found otherwise: their place in the search was put in order.
  findable INTEGER NOT NULL,
  -- Of which words of the topics the index was made: an upgrade may bring others.
  indexed TEXT NOT NULL,
  -- How much was taken out of the index since it was last cleared of what is left of that.
  taken_out INTEGER NOT NULL
) STRICT;

INSERT INTO directory (id, revision, changed_at, findable, indexed, taken_out) VALUES (1, 0, 0, 0, '', 0);

CREATE TABLE directory_source (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hsds', 'csv', 'partner')),
  url TEXT NOT NULL,
  etag TEXT,
  http_last_modified TEXT,
  -- Of the last thing it told, as it says it: what is asked for is what came after.
  told_until TEXT,
  last_ok_at INTEGER,
  next_poll_at INTEGER,
  fail_count INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  accept TEXT NOT NULL DEFAULT 'review' CHECK (accept IN ('review', 'auto')),
  time_zone TEXT NOT NULL,
  -- What its publisher allows; '' = not said, and then nothing of it is published again.
  licence_note TEXT NOT NULL DEFAULT '',
  enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE organization (
  -- UUID
  id TEXT PRIMARY KEY,
  -- JSON
  entry TEXT NOT NULL CHECK (json_valid(entry)),
  name TEXT NOT NULL GENERATED ALWAYS AS (entry ->> 'name') VIRTUAL,
  -- NULL = our own.
  source_id INTEGER REFERENCES directory_source,
  external_id TEXT,
  -- The address of a source that is read no more: what came from there is ours now, until somebody reads it again.
  came_from TEXT,
  UNIQUE (source_id, external_id)
) STRICT;

CREATE TABLE import_run (
  id INTEGER PRIMARY KEY,
  source_id INTEGER REFERENCES directory_source,
  file_name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('csv', 'hsds')),
  actor TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  -- NULL = still being read.
  read_at INTEGER,
  applied_at INTEGER,
  undone_at INTEGER
) STRICT;

-- What a run would do to each thing. `version_id` and `after` lie ready, seen by nobody.
CREATE TABLE import_row (
  run_id INTEGER NOT NULL REFERENCES import_run ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('organization', 'service', 'region')),
  -- Of a region its code.
  object_id TEXT NOT NULL,
  row_number INTEGER NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('create', 'update', 'unchanged', 'gone')),
  external_id TEXT NOT NULL,
  -- Of a service: the version before and after; of an organization or a region: its document.
  version_before INTEGER,
  version_after INTEGER,
  before TEXT,
  after TEXT,
  PRIMARY KEY (run_id, kind, object_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_issue (
  run_id INTEGER NOT NULL REFERENCES import_run ON DELETE CASCADE,
  number INTEGER NOT NULL,
  -- '' = there was only one.
  file_name TEXT NOT NULL,
  row_number INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
  code TEXT NOT NULL,
  part TEXT NOT NULL,
  proposal TEXT NOT NULL,
  -- The errors come first.
  PRIMARY KEY (run_id, severity, number)
) STRICT, WITHOUT ROWID;

-- The rows of a file that could not be taken, with the reasons, as a file again: its pieces in their order.
CREATE TABLE import_left_out (
  run_id INTEGER NOT NULL REFERENCES import_run ON DELETE CASCADE,
  number INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  service_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- The import that made it; NULL = a person did.
  run_id INTEGER REFERENCES import_run,
  -- When it was changed at its source, as that says; NULL = when it came here.
  modified_at INTEGER,
  -- Kept beside the document, and before it: a search reads these of thousands.
  organization_id TEXT NOT NULL GENERATED ALWAYS AS (entry ->> 'organizationId') STORED,
  name TEXT NOT NULL GENERATED ALWAYS AS (entry ->> 'name') STORED,
  status TEXT NOT NULL GENERATED ALWAYS AS (entry ->> 'status') STORED,
  visibility TEXT NOT NULL GENERATED ALWAYS AS (entry ->> 'visibility') STORED,
  age_from INTEGER GENERATED ALWAYS AS (entry ->> 'ageFrom') STORED,
  age_to INTEGER GENERATED ALWAYS AS (entry ->> 'ageTo') STORED,
  -- JSON
  entry TEXT NOT NULL CHECK (json_valid(entry))
) STRICT;

CREATE INDEX service_version_by_service ON service_version (service_id, id);
CREATE INDEX service_version_by_run ON service_version (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE service (
  -- UUID
  id TEXT PRIMARY KEY,
  version_id INTEGER NOT NULL UNIQUE REFERENCES service_version,
  source_id INTEGER REFERENCES directory_source,
  external_id TEXT,
  -- As of an organization, and what it was called there.
  came_from TEXT,
  came_as TEXT,
  created_at INTEGER NOT NULL,
  UNIQUE (source_id, external_id)
) STRICT;

-- What versions are looked up by; made with them and gone with them.
CREATE TABLE service_facet (
  facet TEXT NOT NULL CHECK (facet IN ('topic', 'language', 'region', 'channel', 'said')),
  value TEXT NOT NULL,
  version_id INTEGER NOT NULL REFERENCES service_version ON DELETE CASCADE,
  PRIMARY KEY (facet, value, version_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX service_facet_by_version ON service_facet (version_id, facet);

-- Holds folded text, and of that only the index. The row is the version.
CREATE VIRTUAL TABLE service_search USING fts5 (
  name, alternate_name, organization, topics, summary, description,
  content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0'
);
-- SQLite would put small parts together and clear what was taken out at once, in the middle of some change, for up to a second:
-- `src/directory/search/search-merge.ts` does it a few pages at a time.
INSERT INTO service_search (service_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('deletemerge', 0);
-- Every word of the search, once: among them the one is found that somebody mistyped, or typed the middle of.
CREATE VIRTUAL TABLE service_word USING fts5vocab(service_search, 'row');

-- Versions whose place in the search may be another than it should: some service says them by now, or none any more.
CREATE TABLE search_due (
  version_id INTEGER PRIMARY KEY REFERENCES service_version ON DELETE CASCADE,
  -- It is found by words that may not be its own any more: its organization is called otherwise.
  renamed INTEGER NOT NULL CHECK (renamed IN (0, 1))
) STRICT;

-- A country is a region without a row: its code is that of ISO 3166-1 and its name is known in every language.
CREATE TABLE region (
  code TEXT PRIMARY KEY,
  -- Of another region, or of a country.
  parent TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who made sure of what, and how: never of a young person.
CREATE TABLE verification (
  id INTEGER PRIMARY KEY,
  service_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('phone', 'email', 'web', 'partner', 'feed')),
  outcome TEXT NOT NULL CHECK (outcome IN ('confirmed', 'changed', 'no_answer', 'closed')),
  note TEXT NOT NULL
) STRICT;

CREATE INDEX verification_by_service ON verification (service_id, id);

CREATE TABLE service_report (
  id INTEGER PRIMARY KEY,
  service_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('number_wrong', 'hours_wrong', 'closed', 'refused', 'other')),
  note TEXT NOT NULL,
  resolved_at INTEGER
) STRICT;

CREATE INDEX service_report_open ON service_report (service_id) WHERE resolved_at IS NULL;

CREATE TABLE link_check (
  service_id TEXT NOT NULL,
  url TEXT NOT NULL,
  checked_at INTEGER NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('ok', 'moved', 'broken', 'unknown', 'failing')),
  http_status INTEGER,
  final_url TEXT,
  -- Since when it has failed, again and again.
  failing_since INTEGER,
  PRIMARY KEY (service_id, url)
) STRICT, WITHOUT ROWID;

-- What a subscribed directory says of each of its things, until somebody has looked at it.
CREATE TABLE source_item (
  source_id INTEGER NOT NULL REFERENCES directory_source ON DELETE CASCADE,
  external_id TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  -- The same as it was when somebody last took it: what differs from that here is our own doing, and stays.
  accepted TEXT CHECK (json_valid(accepted)),
  state TEXT NOT NULL CHECK (state IN ('new', 'accepted', 'changed', 'gone', 'rejected')),
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (source_id, external_id)
) STRICT, WITHOUT ROWID;

-- Another helpline, as its helpline.json last said.
CREATE TABLE partner_answer (
  source_id INTEGER PRIMARY KEY REFERENCES directory_source ON DELETE CASCADE,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  at INTEGER NOT NULL
) STRICT;

-- How far somebody was helped on to another place: it does not say who.
CREATE TABLE referral (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER REFERENCES conversation ON DELETE SET NULL,
  -- NULL = the young person found it alone, while waiting or at the end.
  staff_id INTEGER REFERENCES staff,
  service_id TEXT NOT NULL,
  service_name TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('shown', 'sent', 'prepared', 'accompanied')),
  -- Only of an accompanied one: the young person said yes.
  consent INTEGER CHECK (consent IN (0, 1)),
  outcome TEXT CHECK (outcome IN ('will_try', 'not_now', 'contacted', 'declined')),
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX referral_by_conversation ON referral (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX referral_by_service ON referral (service_id, at);

-- Words, or cards of the directory as they were when they were sent.
ALTER TABLE message ADD COLUMN kind TEXT NOT NULL DEFAULT 'words' CHECK (kind IN ('words', 'referrals'));

-- What they chose in the first questions, in codes; sealed like their words.
ALTER TABLE conversation ADD COLUMN chosen BLOB;

-- Spanish, Finnish and Hungarian come with this version. A helpline that has been running offers young people no language that
-- its admin has not chosen: where nothing was set, what all of them were until now.
INSERT INTO setting (name, value, version, changed_at)
  SELECT 'languages', '["en","fr","nl"]', 1, 0 WHERE EXISTS (SELECT 1 FROM staff) ON CONFLICT (name) DO NOTHING;
