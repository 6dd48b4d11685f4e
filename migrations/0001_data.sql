-- The data file. Times are ms UTC (`at`, `*_at`), days are written as 2026-11-25. A line with # begins a subject: its tables are typed
-- in src/db/schema/ under that name, which `npm run schema` writes.
--
-- What is asked at every message, every second or at every console reads no table that grows with the chats from end to end
-- (tests/db/scans.test.ts): many indexes are there for that. Those whose names end in _due find the times that are still told more
-- exactly than to the quarter of the hour, or to the minute (src/record/coarse.ts).

-- # lines

-- When a line is open is one document (src/hours/rules/calendar.ts): it is read and written whole.
CREATE TABLE line (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  -- BCP 47, with a space between; '' = every language.
  languages TEXT NOT NULL DEFAULT '',
  -- ISO 3166-1: whose public holidays are offered.
  country TEXT NOT NULL DEFAULT 'BE',
  -- NULL = as the helpline's own settings say.
  age_from INTEGER,
  age_to INTEGER,
  -- How many may wait at most, beside what the counsellors present and the time left allow; NULL = only those.
  intake_cap INTEGER CHECK (intake_cap >= 0),
  last_entry_minutes INTEGER NOT NULL DEFAULT 30 CHECK (last_entry_minutes BETWEEN 0 AND 240),
  pause_after_minutes INTEGER NOT NULL DEFAULT 10 CHECK (pause_after_minutes BETWEEN 0 AND 120),
  -- JSON; NULL = whenever somebody is there.
  hours TEXT CHECK (json_valid(hours)),
  retired_at INTEGER
) STRICT;

-- Who may serve a line; a line without a row is everybody's.
CREATE TABLE line_staff (
  line_id INTEGER NOT NULL REFERENCES line,
  staff_id INTEGER NOT NULL REFERENCES staff,
  PRIMARY KEY (line_id, staff_id)
) STRICT, WITHOUT ROWID;

-- What a person decided for now, whatever the hours say. Lifting it is ending it.
CREATE TABLE line_override (
  id INTEGER PRIMARY KEY,
  line_id INTEGER NOT NULL REFERENCES line,
  kind TEXT NOT NULL CHECK (kind IN ('closed', 'paused', 'open')),
  starts_at INTEGER NOT NULL,
  -- NULL = until it is lifted.
  ends_at INTEGER,
  reason TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff
) STRICT;
CREATE INDEX line_override_by_line ON line_override (line_id, id);

CREATE TABLE line_state_log (
  id INTEGER PRIMARY KEY,
  line_id INTEGER NOT NULL REFERENCES line,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX line_state_log_by_line ON line_state_log (line_id, id);
CREATE INDEX line_state_log_by_time ON line_state_log (at);

-- How often the door was looked at while it let nobody in, by the quarter of the hour. Looks, never people: one person looks
-- often, and many look once (src/queue/door/looks.ts).
CREATE TABLE door_look (
  line_id INTEGER NOT NULL REFERENCES line,
  day TEXT NOT NULL,
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 0 AND 95),
  state TEXT NOT NULL,
  n INTEGER NOT NULL CHECK (n > 0),
  PRIMARY KEY (line_id, day, quarter, state)
) STRICT, WITHOUT ROWID;

-- Of a line, by the quarter of the hour in which it let people in: the minutes of all who were available for it, and how many they
-- were. Rolled up by the night, in whole minutes: what reports are made of when the logs themselves are gone
-- (src/queue/line/staffed.ts).
CREATE TABLE staffed (
  line_id INTEGER NOT NULL REFERENCES line,
  day TEXT NOT NULL,
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 0 AND 95),
  seat_minutes INTEGER NOT NULL,
  counsellors INTEGER NOT NULL,
  PRIMARY KEY (line_id, day, quarter)
) STRICT, WITHOUT ROWID;

-- Of somebody, by the day of the first line: the minutes they were available.
CREATE TABLE hours_served (
  staff_id INTEGER NOT NULL REFERENCES staff,
  day TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  PRIMARY KEY (staff_id, day)
) STRICT, WITHOUT ROWID;

-- Up to which day, of the staff and of each line ("staff", "line:1"): what is rolled up once is not reckoned again, since the logs go.
CREATE TABLE rolled_up (of TEXT PRIMARY KEY, through TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- When somebody was on shift last and Porchlight ran, to the minute.
CREATE TABLE awake (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;

-- When it did not run though somebody was on shift: nobody served then.
CREATE TABLE downtime (id INTEGER PRIMARY KEY, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL) STRICT;

-- # settings

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

-- One row per text of the rules that was ever in force; a conversation points to the one agreed to.
CREATE TABLE rules (
  version INTEGER PRIMARY KEY,
  content TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  -- How long it promises to keep the words of a chat; NULL = from before that could be set.
  retention_days INTEGER,
  -- How long it promises to keep the note of a record; NULL = it says nothing of one.
  note_days INTEGER
) STRICT;

-- What stands in place of a text of the catalogs. `standard` is the text it replaced: after an upgrade it tells whether that is another.
CREATE TABLE own_text (
  language TEXT NOT NULL,
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  standard TEXT NOT NULL,
  PRIMARY KEY (language, key)
) STRICT, WITHOUT ROWID;

-- Ready replies: sentences that counsellors put into the field and send when they have made them their own. Those of the helpline and
-- those of one counsellor. One that came with Porchlight stands here once it was changed or removed; its id is its name and its
-- language, "greeting.fr".
CREATE TABLE reply (
  id TEXT PRIMARY KEY,
  -- Whose own it is; NULL = everybody's.
  owner_id INTEGER REFERENCES staff,
  language TEXT NOT NULL,
  topic TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  -- Only those that came with Porchlight stay when they are removed, or they would come back.
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX reply_owner ON reply (owner_id);

-- How often somebody took one: theirs come first.
CREATE TABLE reply_use (
  staff_id INTEGER NOT NULL REFERENCES staff,
  reply_id TEXT NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (staff_id, reply_id)
) STRICT, WITHOUT ROWID;

-- What ready replies were before and after each change, for undo: a while, and not in the audit trail, which is kept for good and says
-- of each reply its language, its name and how long it is.
CREATE TABLE reply_change (
  -- Of the audit trail.
  change_id INTEGER PRIMARY KEY,
  -- JSON, this and the next (src/replies/changes.ts).
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX own_reply_change_at ON reply_change (at);

-- # staff

CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  sign_in_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  real_name TEXT NOT NULL,
  alias TEXT NOT NULL UNIQUE COLLATE NOCASE,
  password_hash TEXT NOT NULL,
  language TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  deactivated_at INTEGER,
  -- In which languages they chat, BCP 47, with a space between; '' = their own.
  languages TEXT NOT NULL DEFAULT '',
  -- How many somebody takes at once, at most; NULL = as everybody (setting chatsAtOnce, and one more for somebody urgent).
  chats_most INTEGER CHECK (chats_most BETWEEN 1 AND 4)
) STRICT;

-- Who has which roles. `lead` leads safeguarding: outside the shift, and the first to read what may be about somebody of the staff.
CREATE TABLE staff_role (
  staff_id INTEGER NOT NULL REFERENCES staff,
  role TEXT NOT NULL CHECK (role IN ('counsellor', 'supervisor', 'admin', 'lead')),
  -- Since when they have it: a role that somebody gave to themselves opens nothing of before.
  since INTEGER NOT NULL DEFAULT 0,
  -- Whoever gives accounts and roles could otherwise be two people by themselves (src/staff/hands.ts). One that was given to oneself is
  -- one whose giver is its holder. NULL = the command line, or from before this was kept.
  given_by INTEGER REFERENCES staff,
  PRIMARY KEY (staff_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation (
  id INTEGER PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  roles TEXT NOT NULL,
  first INTEGER NOT NULL CHECK (first IN (0, 1)),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  staff_id INTEGER REFERENCES staff,
  -- JSON: what was typed at the link of a new account and not yet sent; never a password.
  draft TEXT CHECK (json_valid(draft)),
  -- A new password for an account that exists; NULL = a new account.
  for_staff_id INTEGER REFERENCES staff,
  -- Who gave it out; NULL = the command line.
  made_by INTEGER REFERENCES staff,
  -- For whom it is, in the maker's words; gone with the link.
  for_whom TEXT
) STRICT;

CREATE TABLE staff_session (
  id_hash TEXT PRIMARY KEY,
  staff_id INTEGER NOT NULL REFERENCES staff,
  expires_at INTEGER NOT NULL,
  -- 0 = from before this was kept.
  started_at INTEGER NOT NULL DEFAULT 0,
  used_at INTEGER NOT NULL DEFAULT 0,
  -- When the password was given last in it.
  confirmed_at INTEGER NOT NULL DEFAULT 0,
  browser TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_session_by_staff ON staff_session (staff_id);

-- What an app makes its codes from. Sealed under the master key.
CREATE TABLE staff_totp (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  secret BLOB NOT NULL,
  -- NULL = no code has shown yet that the app has it.
  confirmed_at INTEGER,
  -- The step (of 30 s since 1970) of the last code that was taken: each is good once.
  last_step INTEGER NOT NULL DEFAULT 0
) STRICT;

-- For whoever has lost the phone: ten codes, each good once.
CREATE TABLE staff_recovery_code (
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- 0 to 9; the first letter of the code says it.
  number INTEGER NOT NULL,
  -- Argon2id
  hash TEXT NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (staff_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_passkey (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- base64url, as the browser names it.
  credential TEXT NOT NULL UNIQUE,
  public_key BLOB NOT NULL,
  -- How often it was used, as it says itself; one that goes back was copied.
  counter INTEGER NOT NULL,
  -- A coarse word of where it was made, as "firefox android".
  browser TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX staff_passkey_of_staff ON staff_passkey (staff_id);

-- Browsers in which somebody has signed in before: others cannot use up their tries.
CREATE TABLE staff_device (
  id_hash TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (id_hash, staff_id)
) STRICT, WITHOUT ROWID;

-- Where somebody is reached by mail outside of the helpline.
CREATE TABLE staff_address (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  -- Sealed with a key of their own.
  address BLOB NOT NULL,
  at INTEGER NOT NULL,
  -- They want what became of the week.
  digest INTEGER NOT NULL DEFAULT 0 CHECK (digest IN (0, 1)),
  -- When the last week was sent.
  digest_at INTEGER,
  -- They want the end of the audit trail each day, so that a copy of it lies outside of this machine.
  trail INTEGER NOT NULL DEFAULT 0 CHECK (trail IN (0, 1)),
  -- When it was sent last.
  trail_at INTEGER
) STRICT;

-- The telephone number that somebody has given for emergencies, for whoever is in one while they are on call.
CREATE TABLE staff_phone (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  -- Sealed with a key of their own.
  number BLOB NOT NULL,
  at INTEGER NOT NULL,
  -- It was given to be phoned after an emergency of their own, too.
  afterwards INTEGER NOT NULL DEFAULT 0
) STRICT;

-- # shift

CREATE TABLE presence_log (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL REFERENCES staff,
  availability TEXT NOT NULL CHECK (availability IN ('available', 'away', 'gone')),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX presence_log_by_staff ON presence_log (staff_id, id);
CREATE INDEX presence_log_available ON presence_log (staff_id, id) WHERE availability = 'available';
CREATE INDEX presence_log_by_time ON presence_log (at);

-- Whoever has just ended a chat counts as busy until they are ready, or a set time has passed since.
CREATE TABLE wrap_up (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  since INTEGER NOT NULL
) STRICT;

-- Who takes no new chats for a while, since somebody in charge of people said so. No reason is kept here, for any of them.
CREATE TABLE new_chats_off (
  id INTEGER PRIMARY KEY,
  staff_id INTEGER NOT NULL REFERENCES staff,
  set_by INTEGER NOT NULL REFERENCES staff,
  since INTEGER NOT NULL,
  lifted_by INTEGER REFERENCES staff,
  lifted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX new_chats_off_now ON new_chats_off (staff_id, set_by) WHERE lifted_at IS NULL;

-- The room of those on shift, and what is said to all of them: sealed with a key that belongs to no conversation.
CREATE TABLE shift_note (
  -- Never used twice: what somebody has read is a number.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id TEXT NOT NULL UNIQUE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- room: read by whoever looks there. all: stands in every console until it is read.
  kind TEXT NOT NULL CHECK (kind IN ('room', 'all')),
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  taken_back_at INTEGER
) STRICT;
CREATE INDEX shift_note_at ON shift_note (at);

CREATE TABLE shift_note_read (
  note_id INTEGER NOT NULL REFERENCES shift_note ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  at INTEGER NOT NULL,
  PRIMARY KEY (note_id, staff_id)
) STRICT, WITHOUT ROWID;

-- What somebody writes for the room of those on shift and has not said yet: sealed with its key, and gone as soon as what was said.
CREATE TABLE shift_draft (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  body BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE shift_seen (
  staff_id INTEGER PRIMARY KEY REFERENCES staff,
  note_id INTEGER NOT NULL
) STRICT;

-- # conversations

CREATE TABLE conversation (
  -- Never used twice: an erasure speaks of an id for ever.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  line_id INTEGER NOT NULL REFERENCES line,
  lane TEXT NOT NULL CHECK (lane IN ('normal', 'urgent')),
  language TEXT NOT NULL,
  name_index INTEGER NOT NULL,
  rules_version INTEGER NOT NULL REFERENCES rules,
  start_id TEXT NOT NULL UNIQUE,
  youth_token_hash TEXT UNIQUE,
  started_at INTEGER NOT NULL,
  claimed_at INTEGER,
  counsellor_id INTEGER REFERENCES staff,
  ended_at INTEGER,
  end_reason TEXT,
  closed_at INTEGER,
  feeling_before INTEGER CHECK (feeling_before BETWEEN 0 AND 10),
  feeling_skipped INTEGER NOT NULL DEFAULT 0,
  youth_seen_seq INTEGER NOT NULL DEFAULT 0,
  counsellor_seen_seq INTEGER NOT NULL DEFAULT 0,
  youth_here_at INTEGER NOT NULL,
  returned_at INTEGER,
  returned_after_ms INTEGER,
  -- Its counsellor had to leave at once: whoever waits again was in a chat already, and is taken first.
  given_back_at INTEGER,
  -- What they chose in the first questions, in codes; sealed like their words.
  chosen BLOB,
  -- The counsellor says that somebody is in danger; NULL = nobody said so.
  risk_at INTEGER,
  -- Nobody answered for so long that the chat waits for the young person, and the counsellor has a free hand.
  paused_at INTEGER,
  -- The counsellor stopped the young person's clock; it runs again once they write after this.
  held_at INTEGER,
  -- The young person's clock begins anew here: they said that they are still there, or came back.
  silence_from INTEGER,
  -- They came by a link that was sent to them, and are next.
  called_back INTEGER NOT NULL DEFAULT 0 CHECK (called_back IN (0, 1)),
  -- Somebody who came by a link was taken before them: the next who comes by one comes after.
  was_passed INTEGER NOT NULL DEFAULT 0 CHECK (was_passed IN (0, 1)),
  -- The hash of the cookie that it had before it went on in another browser: the one that is left is told so.
  token_before TEXT,
  -- When the young person deleted it; its row goes as soon as no console shows it any more.
  erased_at INTEGER,
  -- When the trail said that it is forgotten, though its words are kept a while longer for something that was wrong with it: whoever
  -- reads the trail must not learn that from a line that is missing (src/conversation/after/gone.ts).
  gone_told_at INTEGER,
  -- Only real ones are counted (src/conversation/kind.ts).
  kind TEXT NOT NULL DEFAULT 'real' CHECK (kind IN ('real', 'rehearsal', 'practice')),
  -- NULL, here and in the next: from before this was kept.
  feeling_shown INTEGER DEFAULT 0 CHECK (feeling_shown IN (0, 1)),
  came_again INTEGER DEFAULT 0 CHECK (came_again IN (0, 1)),
  -- When somebody who writes in it said that a chat that began as urgent is so no more; NULL = nobody did.
  urgent_over_at INTEGER,
  -- When somebody who had come as anybody else said that they are in danger; NULL for whoever said so as they came, or never.
  urgent_at INTEGER,
  -- Their screen is said to be watched: the last message (seq) that had been written by then. Nothing automatic goes to it until
  -- somebody who writes in the chat says otherwise; NULL = it is not watched.
  watched_after INTEGER
) STRICT;
CREATE INDEX conversation_waiting ON conversation (lane, started_at) WHERE claimed_at IS NULL AND ended_at IS NULL;
CREATE INDEX conversation_of_counsellor ON conversation (counsellor_id) WHERE closed_at IS NULL;
CREATE INDEX conversation_ended ON conversation (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX conversation_waiting_on_line ON conversation (line_id) WHERE claimed_at IS NULL AND ended_at IS NULL;
CREATE INDEX conversation_token_before ON conversation (token_before) WHERE token_before IS NOT NULL;
CREATE INDEX conversation_erased ON conversation (erased_at) WHERE erased_at IS NOT NULL;
CREATE INDEX conversation_open ON conversation (id) WHERE ended_at IS NULL;
CREATE INDEX conversation_started ON conversation (started_at);
CREATE INDEX conversation_gone_told ON conversation (gone_told_at) WHERE gone_told_at IS NOT NULL;

CREATE TABLE message (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  client_id TEXT NOT NULL,
  author TEXT NOT NULL CHECK (author IN ('youth', 'counsellor', 'notice')),
  staff_id INTEGER REFERENCES staff,
  -- Sealed with the key of the conversation.
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  -- Words, or cards of the directory as they were when they were sent.
  kind TEXT NOT NULL DEFAULT 'words' CHECK (kind IN ('words', 'referrals')),
  -- Of the words a message was sent with, once there are others in their place: so much as tells a late copy of them from words
  -- that are new, sealed, and too little to tell what they were.
  sent_mark BLOB,
  PRIMARY KEY (conversation_id, seq),
  UNIQUE (conversation_id, client_id)
) STRICT, WITHOUT ROWID;
-- Who wrote last in a chat, and whether somebody ever wrote in it, without reading what they wrote.
CREATE INDEX message_by_author ON message (conversation_id, author, seq, at, staff_id);

CREATE TABLE draft (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- Sealed with the key of the conversation.
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, staff_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation_event (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  kind TEXT NOT NULL,
  staff_id INTEGER REFERENCES staff,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX conversation_event_by_conversation ON conversation_event (conversation_id);
CREATE INDEX conversation_event_of_staff ON conversation_event (staff_id, kind, at) WHERE staff_id IS NOT NULL;

-- What a counsellor and a young person wrote together for another time: three lines, which both see. Sealed with the key of the chat.
CREATE TABLE approach (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  -- null until the young person agrees.
  agreed_at INTEGER,
  -- It was agreed in an earlier chat, and the young person shows it in this one.
  brought INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Codes with which young people come back, and the chats each leads to. Nothing here tells a code: its locator is made with the master
-- key, and what it opens lies in keys.db.
CREATE TABLE return_code (
  -- Never used twice: keys.db knows a code by its id.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  locator TEXT NOT NULL UNIQUE,
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE return_part (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  code_id INTEGER NOT NULL REFERENCES return_code ON DELETE CASCADE
) STRICT;
CREATE INDEX return_part_of ON return_part (code_id);

-- The chats before this one that the young person lets whoever has this one read. Nothing stands here where they chose not to.
CREATE TABLE return_earlier (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  earlier_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  PRIMARY KEY (conversation_id, earlier_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX return_earlier_of ON return_earlier (earlier_id);

-- # colleagues

-- Who sat beside the counsellor, and when. A row stays with its conversation: who had a part in it can be told later.
CREATE TABLE conversation_colleague (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- joined: writes too, and the young person knows. reading: a supervisor reads along, and the counsellor knows.
  kind TEXT NOT NULL CHECK (kind IN ('joined', 'reading')),
  since_at INTEGER NOT NULL,
  left_at INTEGER,
  -- Up to which message they have read.
  seen_seq INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX conversation_colleague_now ON conversation_colleague (conversation_id, staff_id) WHERE left_at IS NULL;
CREATE INDEX conversation_colleague_of_staff ON conversation_colleague (staff_id) WHERE left_at IS NULL;
CREATE INDEX conversation_colleague_by_conversation ON conversation_colleague (conversation_id, left_at);

-- A conversation offered to a colleague, or given to the queue of another line. Nothing changes until it is accepted. An offer that
-- nobody can accept any more lapses: the colleague is gone, or the chat has ended.
CREATE TABLE handover (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  number INTEGER NOT NULL,
  from_staff_id INTEGER NOT NULL REFERENCES staff,
  -- One of the two.
  to_staff_id INTEGER REFERENCES staff,
  to_line_id INTEGER REFERENCES line,
  -- Both sealed with the key of the conversation: for colleagues only.
  summary BLOB NOT NULL,
  -- Why the young person was not asked; NULL = they were, and agreed.
  not_asked BLOB,
  offered_at INTEGER NOT NULL,
  -- NULL = nobody has answered yet.
  outcome TEXT CHECK (outcome IN ('accepted', 'declined', 'withdrawn', 'lapsed')),
  settled_at INTEGER,
  PRIMARY KEY (conversation_id, number),
  CHECK ((to_staff_id IS NULL) <> (to_line_id IS NULL)),
  CHECK ((outcome IS NULL) = (settled_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX handover_offered ON handover (conversation_id) WHERE outcome IS NULL;
CREATE INDEX handover_offered_to ON handover (to_staff_id) WHERE outcome IS NULL;

-- What colleagues say among themselves beside a conversation: none of it is for young people. Sealed with the key of the conversation,
-- and gone with it.
CREATE TABLE side_note (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  client_id TEXT NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, seq),
  UNIQUE (conversation_id, client_id)
) STRICT, WITHOUT ROWID;

-- How far each has read them, and what each has written and not sent.
CREATE TABLE side_note_of (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  seen_seq INTEGER NOT NULL DEFAULT 0,
  draft BLOB,
  PRIMARY KEY (conversation_id, staff_id)
) STRICT, WITHOUT ROWID;

-- Help that the counsellor of a conversation asked for, or Porchlight for them. Whether somebody came is told by
-- conversation_colleague, whether it still matters by the conversation itself.
CREATE TABLE help_wanted (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  number INTEGER NOT NULL,
  -- Who had the conversation then.
  counsellor_id INTEGER NOT NULL REFERENCES staff,
  -- NULL = Porchlight itself.
  staff_id INTEGER REFERENCES staff,
  urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
  -- Sealed with the key of the conversation; NULL = without a word.
  words BLOB,
  at INTEGER NOT NULL,
  taken_back_at INTEGER,
  -- Asked for in a chat whose young person left in danger it stays wanted until a colleague says that they have seen it.
  seen_by INTEGER REFERENCES staff,
  seen_at INTEGER,
  PRIMARY KEY (conversation_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX help_wanted_open ON help_wanted (at) WHERE taken_back_at IS NULL;

-- # waiting

-- What somebody was told when they came to wait, and how long they waited (ms). It outlives the conversation, without a word of it.
CREATE TABLE wait_promise (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER UNIQUE REFERENCES conversation ON DELETE SET NULL,
  line_id INTEGER NOT NULL REFERENCES line,
  place INTEGER NOT NULL,
  -- Minutes, as they were said.
  low INTEGER NOT NULL,
  high INTEGER NOT NULL,
  -- The upper end as the line alone gave it, ms.
  by_line REAL NOT NULL,
  at INTEGER NOT NULL,
  -- NULL = they were not taken, or not yet.
  waited INTEGER
) STRICT;
CREATE INDEX wait_promise_kept ON wait_promise (line_id, at) WHERE waited IS NOT NULL;
CREATE INDEX wait_promise_due ON wait_promise (at) WHERE at % 900000 <> 0;

-- Who is gone from a line, and when: what is told of the waiting comes from how the line moved (src/queue/wait/departures.ts). It
-- stands by itself, without a word and without the conversation, since that may be forgotten the minute it ends.
CREATE TABLE line_gone (
  id INTEGER PRIMARY KEY,
  line_id INTEGER NOT NULL REFERENCES line,
  came INTEGER NOT NULL,
  gone INTEGER NOT NULL
) STRICT;
CREATE INDEX line_gone_last ON line_gone (line_id, gone);
CREATE INDEX line_gone_came_due ON line_gone (came) WHERE came % 60000 <> 0;
CREATE INDEX line_gone_due ON line_gone (gone) WHERE gone % 60000 <> 0;

-- How many who waited were taken on a line since one of its callbacks was last invited.
CREATE TABLE line_turn (line_id INTEGER PRIMARY KEY REFERENCES line, taken INTEGER NOT NULL) STRICT;

-- Whoever asked to be written to when somebody is there, apart from every chat: nothing leads from here to a conversation.
CREATE TABLE callback (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  line_id INTEGER NOT NULL REFERENCES line,
  language TEXT NOT NULL,
  -- Sealed under a key of its own; gone, and its key too, when it has ended.
  address BLOB,
  -- By which the same mailbox is found again without being known; gone when its mails count no more.
  mark TEXT,
  shared TEXT CHECK (shared IN ('no', 'yes', 'unsure')),
  from_minute INTEGER,
  to_minute INTEGER,
  offered TEXT NOT NULL CHECK (offered IN ('closed', 'full', 'hopeless', 'counsellor')),
  asked_at INTEGER NOT NULL,
  ended_at INTEGER,
  -- told: the last mail was handed over, and its link still works for a while. let_go: an admin let go of many at once, after somebody
  -- had left the addresses of others.
  end_reason TEXT CHECK (end_reason IN ('came', 'refused', 'told', 'undeliverable', 'too_old', 'let_go')),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
  CHECK (ended_at IS NULL OR address IS NULL)
) STRICT;
CREATE INDEX callback_open ON callback (line_id) WHERE ended_at IS NULL;
CREATE INDEX callback_mark ON callback (mark) WHERE mark IS NOT NULL;
CREATE INDEX callback_ended ON callback (ended_at) WHERE ended_at IS NOT NULL;

-- One row for each mail: never more than two.
CREATE TABLE callback_invitation (
  callback_id INTEGER NOT NULL REFERENCES callback ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number IN (1, 2)),
  token_hash TEXT NOT NULL UNIQUE,
  invited_at INTEGER NOT NULL,
  -- A seat is held for it for a while.
  holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
  -- It says that it is the last one.
  last INTEGER NOT NULL CHECK (last IN (0, 1)),
  sent_at INTEGER,
  PRIMARY KEY (callback_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX callback_invited ON callback_invitation (invited_at);

-- Whoever said “do not write again”, by the mark of the address.
CREATE TABLE callback_silence (mark TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- # contacts

-- What remains of a contact when its words are gone: numbers, no text.
CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER UNIQUE REFERENCES conversation ON DELETE SET NULL,
  line_id INTEGER NOT NULL REFERENCES line,
  lane TEXT NOT NULL,
  language TEXT NOT NULL,
  day TEXT NOT NULL,
  waited_s INTEGER NOT NULL,
  talked_s INTEGER,
  youth_messages INTEGER NOT NULL,
  counsellor_messages INTEGER NOT NULL,
  end_reason TEXT NOT NULL,
  feeling_before INTEGER,
  feeling_after INTEGER CHECK (feeling_after BETWEEN 0 AND 10),
  helped TEXT CHECK (helped IN ('yes', 'bit', 'no')),
  -- Of its day, by the clock of its line as it hangs on the wall: 0 = 00:00 to 00:14, 95 = 23:45 to 23:59. This and all that follows
  -- cannot be found out later; NULL = from before it was kept.
  quarter INTEGER CHECK (quarter BETWEEN 0 AND 95),
  -- They came with the code of a chat before; by a mail that they had asked for.
  returned INTEGER CHECK (returned IN (0, 1)),
  called_back INTEGER CHECK (called_back IN (0, 1)),
  -- What became of each question, apart from its answer: it was on no page of theirs, on one, passed over, answered.
  before_asked TEXT CHECK (before_asked IN ('never', 'shown', 'skipped', 'given')),
  helped_asked TEXT CHECK (helped_asked IN ('never', 'shown', 'skipped', 'given')),
  after_asked TEXT CHECK (after_asked IN ('never', 'shown', 'skipped', 'given')),
  next_asked TEXT CHECK (next_asked IN ('never', 'shown', 'skipped', 'given')),
  -- Whether they know what they can do next.
  next_step TEXT CHECK (next_step IN ('yes', 'bit', 'no'))
) STRICT;

-- Each list of reasons that somebody coded with, as it was: a record points to its own.
CREATE TABLE reason_tree (
  version INTEGER PRIMARY KEY,
  content TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL
) STRICT;

-- What a contact was about, in codes that stay, and a note that goes. One for a chat (contact_id), or of a contact by other ways,
-- written by hand. Unfinished while finished_at is NULL.
CREATE TABLE contact_record (
  -- Never used twice: the key of its note is named by it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER UNIQUE REFERENCES contact,
  client_id TEXT UNIQUE,
  -- null while somebody who writes it down by hand has not said it yet.
  channel TEXT CHECK (channel IN ('chat', 'phone', 'email', 'visit')),
  line_id INTEGER NOT NULL REFERENCES line,
  staff_id INTEGER NOT NULL REFERENCES staff,
  day TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  finished_at INTEGER,
  tree_version INTEGER NOT NULL REFERENCES reason_tree,
  outcome TEXT,
  risk_present TEXT CHECK (risk_present IN ('yes', 'no')),
  risk_assessed TEXT CHECK (risk_assessed IN ('yes', 'no')),
  risk_plan TEXT CHECK (risk_plan IN ('yes', 'no')),
  age TEXT,
  gender TEXT,
  region TEXT,
  about TEXT CHECK (about IN ('self', 'other')),
  first_contact TEXT CHECK (first_contact IN ('yes', 'no')),
  -- Sealed with a key of its own (note_wrap in keys.db).
  note BLOB,
  note_days INTEGER NOT NULL,
  note_gone_at INTEGER
) STRICT;
CREATE INDEX contact_record_of_staff ON contact_record (staff_id, finished_at);
CREATE INDEX contact_record_finished ON contact_record (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX contact_record_note ON contact_record (began_at) WHERE note_gone_at IS NULL;
CREATE INDEX contact_record_began_due ON contact_record (began_at) WHERE began_at % 900000 <> 0;
CREATE INDEX contact_record_finished_due ON contact_record (finished_at) WHERE finished_at % 900000 <> 0;

CREATE TABLE contact_reason (
  record_id INTEGER NOT NULL REFERENCES contact_record ON DELETE CASCADE,
  reason TEXT NOT NULL,
  PRIMARY KEY (record_id, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_action (
  record_id INTEGER NOT NULL REFERENCES contact_record ON DELETE CASCADE,
  action TEXT NOT NULL,
  PRIMARY KEY (record_id, action)
) STRICT, WITHOUT ROWID;

-- How a chat was for its counsellor. It outlives the words of the chat.
CREATE TABLE debrief (
  -- Never used twice: keys.db knows its note by it, and a key that is yet to be deleted must open no other.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id INTEGER REFERENCES conversation ON DELETE SET NULL,
  name_index INTEGER NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff,
  weight TEXT NOT NULL CHECK (weight IN ('light', 'heavy', 'talk')),
  -- Sealed with a key of its own (debrief_wrap in keys.db).
  note BLOB,
  at INTEGER NOT NULL,
  taken_by INTEGER REFERENCES staff,
  taken_at INTEGER,
  done_at INTEGER,
  -- The counsellor has read that somebody has seen it.
  told_at INTEGER,
  UNIQUE (conversation_id, staff_id)
) STRICT;
CREATE INDEX debrief_by_staff ON debrief (staff_id);
CREATE INDEX debrief_by_time ON debrief (at);
CREATE INDEX debrief_open ON debrief (staff_id, weight) WHERE taken_by IS NULL AND done_at IS NULL;

-- Who has taken a debrief once has talked with its counsellor: that stays when it is given back, or when the debrief is gone.
CREATE TABLE debrief_taker (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  PRIMARY KEY (conversation_id, staff_id)
) STRICT, WITHOUT ROWID;

-- A thank-you of a young person: read by a supervisor before it is passed on. It goes with the conversation.
CREATE TABLE thank_you (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  -- Sealed with a key of its own (thanks_wrap in keys.db).
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  decision TEXT CHECK (decision IN ('passed', 'kept')),
  decided_by INTEGER REFERENCES staff,
  decided_at INTEGER,
  -- The counsellor has read it.
  told_at INTEGER
) STRICT;
CREATE INDEX thank_you_by_staff ON thank_you (staff_id);
CREATE INDEX thank_you_open ON thank_you (staff_id) WHERE decision IS NULL;

-- # safety

-- Who decided what, what was passed on to whom, whether the young person was told, and what came of it: codes that stay, and words
-- that go. In one chat there may be an emergency more than once, and each has a record of its own.
CREATE TABLE emergency (
  -- Never used twice: the key of its words is named by it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id INTEGER REFERENCES conversation ON DELETE SET NULL,
  name_index INTEGER NOT NULL,
  line_id INTEGER NOT NULL REFERENCES line,
  -- Who said that it is one, and when.
  staff_id INTEGER NOT NULL REFERENCES staff,
  at INTEGER NOT NULL,
  -- Who decided what is passed on, and when that was noted.
  decided_by INTEGER REFERENCES staff,
  decided_at INTEGER,
  -- JSON, this and the next: codes of who was told, and of what they were told (src/record/emergency.ts).
  informed TEXT NOT NULL,
  passed TEXT NOT NULL,
  told TEXT CHECK (told IN ('before', 'after', 'no')),
  outcome TEXT,
  -- Sealed with a key of its own (emergency_wrap in keys.db).
  note BLOB,
  note_days INTEGER NOT NULL,
  note_gone_at INTEGER,
  -- Which supervisor has seen it, and who has phoned the counsellor afterwards.
  acknowledged_by INTEGER REFERENCES staff,
  acknowledged_at INTEGER,
  phoned_by INTEGER REFERENCES staff,
  phoned_at INTEGER
) STRICT;
CREATE INDEX emergency_of_chat ON emergency (conversation_id);
CREATE INDEX emergency_of_staff ON emergency (staff_id, at);
CREATE INDEX emergency_note ON emergency (at) WHERE note_gone_at IS NULL;
CREATE INDEX emergency_unanswered ON emergency (at) WHERE acknowledged_at IS NULL;
CREATE INDEX emergency_unphoned ON emergency (at) WHERE phoned_at IS NULL;
-- Of those whose record does not say yet what came of them.
CREATE INDEX emergency_open ON emergency (conversation_id) WHERE outcome IS NULL;
CREATE INDEX emergency_at_due ON emergency (at) WHERE at % 900000 <> 0;
CREATE INDEX emergency_decided_due ON emergency (decided_at) WHERE decided_at % 900000 <> 0;
CREATE INDEX emergency_acknowledged_due ON emergency (acknowledged_at) WHERE acknowledged_at % 900000 <> 0;
CREATE INDEX emergency_phoned_due ON emergency (phoned_at) WHERE phoned_at % 900000 <> 0;
CREATE INDEX emergency_note_gone_due ON emergency (note_gone_at) WHERE note_gone_at % 900000 <> 0;

-- Where somebody writes from, for an emergency: kept only where a helpline has chosen so, and only sealed
-- (src/crypto/keys/address-keys.ts).
CREATE TABLE address (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  body BLOB NOT NULL
) STRICT;

-- Somebody asks to see it, somebody else says yes, and it is shown once to whoever asked.
CREATE TABLE address_request (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  emergency_id INTEGER NOT NULL REFERENCES emergency,
  asked_by INTEGER NOT NULL REFERENCES staff,
  asked_at INTEGER NOT NULL,
  -- A code (src/record/address-reading.ts).
  reason TEXT NOT NULL,
  confirmed_by INTEGER REFERENCES staff CHECK (confirmed_by <> asked_by),
  confirmed_at INTEGER,
  shown_at INTEGER CHECK (shown_at IS NULL OR confirmed_by IS NOT NULL)
) STRICT;
CREATE INDEX address_request_of ON address_request (emergency_id);

-- Whoever left, deleted their chat or was lost while they were in danger: what they wrote can be read by those on shift until somebody
-- says that the danger is over, half a day at most (src/retention/danger/danger-over.ts). How they left is said by the chat itself.
CREATE TABLE left_in_danger (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
  left_at INTEGER NOT NULL,
  -- NULL = nobody has said so yet, and the time is not over.
  over_at INTEGER
) STRICT;
CREATE INDEX left_in_danger_open ON left_in_danger (left_at) WHERE over_at IS NULL;

-- A supervisor holds the words of a chat that is over, for safeguarding: for a reason, until a time.
CREATE TABLE chat_hold (
  id INTEGER PRIMARY KEY,
  -- NULL = its words are gone; that they were held stays.
  conversation_id INTEGER REFERENCES conversation ON DELETE SET NULL,
  name_index INTEGER NOT NULL,
  staff_id INTEGER NOT NULL REFERENCES staff,
  reason TEXT NOT NULL CHECK (reason IN ('danger', 'report', 'law')),
  at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  -- When it was lifted, and by whom; NULL = by nobody, its time was over.
  ended_at INTEGER,
  ended_by INTEGER REFERENCES staff
) STRICT;
CREATE UNIQUE INDEX chat_hold_now ON chat_hold (conversation_id) WHERE ended_at IS NULL;

-- Somebody wants to read a chat that is over, for a reason; two do so together where there are two (src/retention/reading/opening.ts).
-- `left`: somebody on shift reads, by themselves, what was written by whoever left in danger.
CREATE TABLE chat_opening (
  id INTEGER PRIMARY KEY,
  -- NULL = its words are gone; that they were read stays.
  conversation_id INTEGER REFERENCES conversation ON DELETE SET NULL,
  name_index INTEGER NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('danger', 'report', 'law', 'concern', 'left')),
  asked_by INTEGER NOT NULL REFERENCES staff,
  asked_at INTEGER NOT NULL,
  agreed_by INTEGER REFERENCES staff,
  agreed_at INTEGER,
  -- Read without a second person: there is none, or none said anything.
  alone TEXT CHECK (alone IN ('nobody_else', 'no_answer')),
  opened_at INTEGER,
  -- Of what was read alone: who has looked at it since.
  reviewed_by INTEGER REFERENCES staff,
  reviewed_at INTEGER
) STRICT;
CREATE INDEX chat_opening_of_chat ON chat_opening (conversation_id);
-- Few of all that were read: they are looked for with every page of those who are told.
CREATE INDEX chat_opening_alone ON chat_opening (id) WHERE alone IS NOT NULL;

-- Who had a part in a chat whose words are kept for something that was wrong with it, from when everything else that said so is gone
-- or leads to it no more (src/retention/forget.ts).
CREATE TABLE had_part (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  PRIMARY KEY (conversation_id, staff_id)
) STRICT, WITHOUT ROWID;

-- Written before the key is destroyed: restoring an older keys.db replays it.
CREATE TABLE erasure (
  conversation_id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX erasure_due ON erasure (at) WHERE at % 900000 <> 0;

-- # concerns

-- A young person says that something was wrong with a chat. It holds the words of the chat until somebody has looked.
CREATE TABLE concern (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  -- Sealed with the key of the conversation; NULL = no words.
  body BLOB,
  at INTEGER NOT NULL,
  done_at INTEGER,
  done_by INTEGER REFERENCES staff
) STRICT;
CREATE INDEX concern_open ON concern (conversation_id) WHERE done_at IS NULL;

-- Who has read the chat that something was said to be wrong with: nobody looks into it unread.
CREATE TABLE concern_opened (
  concern_id INTEGER NOT NULL REFERENCES concern ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  at INTEGER NOT NULL,
  PRIMARY KEY (concern_id, staff_id)
) STRICT, WITHOUT ROWID;

-- What stands beside something that was wrong with a chat: of what kind it was, what its counsellor was told and says to it, and the
-- answer. It is sealed with a key of its own, which goes with it: the words of the chat may be gone, or closed.
CREATE TABLE concern_file (
  -- Never given out twice: keys.db names it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  concern_id INTEGER NOT NULL UNIQUE REFERENCES concern ON DELETE CASCADE,
  -- JSON (src/conversation/complaint/complaint-file.ts), sealed.
  body BLOB NOT NULL,
  -- By what the code is found that leads whoever said it to the answer; NULL = they have none.
  locator TEXT UNIQUE
) STRICT;

-- Which lead has read what calls them until they have.
CREATE TABLE concern_read (
  concern_id INTEGER NOT NULL REFERENCES concern ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  at INTEGER NOT NULL,
  PRIMARY KEY (concern_id, staff_id)
) STRICT, WITHOUT ROWID;

-- Whom of those who were in the chat a lead has told of it, and when they were heard, or noted as not to be.
CREATE TABLE concern_told (
  concern_id INTEGER NOT NULL REFERENCES concern ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  told_by INTEGER NOT NULL REFERENCES staff,
  told_at INTEGER NOT NULL,
  heard_at INTEGER,
  unheard_at INTEGER,
  -- They have read that it is closed.
  end_seen_at INTEGER,
  PRIMARY KEY (concern_id, staff_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX concern_told_by_staff ON concern_told (staff_id);

-- What was done about something that was wrong with a chat: a chain of its own, so that neither a number nor a count in the audit trail
-- tells those who had a part in the chat of it (src/audit/concern-trail.ts).
CREATE TABLE concern_audit (
  id INTEGER PRIMARY KEY,
  -- When the quarter of the hour began, ms UTC: nothing more exact is kept.
  quarter INTEGER NOT NULL CHECK (quarter % 900000 = 0),
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  before TEXT,
  after TEXT,
  -- Of the key that the code is made with; NULL, and no code, where there was none at hand.
  master_key_id INTEGER,
  mac BLOB
) STRICT;

-- # audit

-- The trail tells a time to the quarter of the hour, and is chained over that; the exact time stands beside it for a while, with the
-- salt of what it is hidden in (src/audit/codes.ts). A trail from before that is chained anew at the first start that has the master
-- key (src/audit/anew.ts).
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  -- When the quarter of the hour began, ms UTC.
  quarter INTEGER NOT NULL CHECK (quarter % 900000 = 0),
  -- ms UTC; null once it has been told for long enough, and its salt with it.
  exact_at INTEGER,
  salt BLOB,
  commitment BLOB,
  -- As exactly as it is told.
  at INTEGER GENERATED ALWAYS AS (coalesce(exact_at, quarter)) VIRTUAL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  before TEXT,
  after TEXT,
  mac BLOB,
  chained_at INTEGER,
  -- The code it had before it was chained anew, for as long as the exact time is told, of which that code was made.
  former_mac BLOB
) STRICT;
CREATE INDEX audit_by_object ON audit (object, id);
CREATE INDEX audit_by_time ON audit (at, id);
-- What supervisors are shown: a counsellor has sent a way to be reached outside.
CREATE INDEX audit_contact_sent ON audit (at) WHERE action = 'contact.sent';
CREATE INDEX audit_exact_due ON audit (exact_at) WHERE exact_at IS NOT NULL;
CREATE INDEX audit_of_before_due ON audit (id) WHERE commitment IS NULL;

-- In the place of rows that were kept long enough: the codes before the first and of the last of them, so that what stands
-- around them can still be checked.
CREATE TABLE audit_gone (
  first_id INTEGER PRIMARY KEY,
  last_id INTEGER NOT NULL,
  before_mac BLOB NOT NULL,
  mac BLOB NOT NULL,
  master_key_id INTEGER NOT NULL,
  seal BLOB NOT NULL
) STRICT;

-- # mail

-- The server that takes the mails, as an admin set it: one row, or none.
CREATE TABLE mail_server (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  host TEXT NOT NULL,
  port INTEGER NOT NULL,
  security TEXT NOT NULL CHECK (security IN ('starttls', 'tls', 'none')),
  login TEXT NOT NULL,
  -- Sealed under the master key; null = none.
  password BLOB,
  sender_address TEXT NOT NULL,
  sender_name TEXT NOT NULL
) STRICT;

-- Mails that go out. What a mail says and to whom is sealed under a key of its own (keys.db), and gone once it is settled.
CREATE TABLE mail (
  -- Never given out twice: keys.db names it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  purpose TEXT NOT NULL,
  about INTEGER,
  message_id TEXT NOT NULL,
  body BLOB,
  queued_at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  -- When it was handed over last; it stays when that failed, so that trouble that is over since then holds up nobody. NULL before the
  -- first time, and once it is settled.
  tried_at INTEGER,
  settled_at INTEGER,
  outcome TEXT CHECK (outcome IN ('sent', 'refused', 'given_up', 'withdrawn')),
  -- Why the last try failed: a class of reason and the server's number, never its words.
  error TEXT,
  CHECK ((settled_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX mail_due ON mail (next_try_at) WHERE settled_at IS NULL;
CREATE INDEX mail_settled ON mail (settled_at) WHERE settled_at IS NOT NULL;
-- Also once it is settled: what became of it is asked by what it is about.
CREATE INDEX mail_about ON mail (purpose, about);

-- The one address of the web that is told too, for gateways.
CREATE TABLE on_call_hook (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Sealed.
  address BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- Each occurrence is told once. place: of what, so that the same is not told again at once.
CREATE TABLE on_call_notice (
  id INTEGER PRIMARY KEY,
  cause TEXT NOT NULL CHECK (cause IN ('nobody', 'urgent', 'talk', 'emergency', 'test')),
  place TEXT NOT NULL,
  occurrence TEXT NOT NULL,
  line_id INTEGER REFERENCES line,
  at INTEGER NOT NULL,
  -- Who was on call; null = nobody.
  staff_id INTEGER REFERENCES staff,
  mail TEXT NOT NULL CHECK (mail IN ('queued', 'nobody', 'no_address', 'not_ready', 'own', 'sent', 'refused', 'given_up', 'withdrawn')),
  -- The address of the web; null = there was none. due: it is told at hook_next_at.
  hook TEXT CHECK (hook IN ('due', 'sent', 'failed')),
  -- Why the last try failed.
  hook_error TEXT,
  hook_tries INTEGER NOT NULL DEFAULT 0,
  hook_next_at INTEGER,
  UNIQUE (cause, occurrence)
) STRICT;
CREATE INDEX on_call_notice_by_place ON on_call_notice (cause, place, at);
CREATE INDEX on_call_notice_by_time ON on_call_notice (at);
CREATE INDEX on_call_notice_due ON on_call_notice (hook_next_at) WHERE hook = 'due';

-- # directory

-- Its revision goes up with every change, for whoever asks whether anything is new.
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

-- An entry is one document (src/directory/entry/entry.ts), read and written whole. A change never touches a document: it makes another
-- and moves the pointer, so that an import becomes visible with one statement and can be taken back with one.
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
CREATE INDEX referral_due ON referral (at) WHERE at % 900000 <> 0;

-- What a new helpline begins with.

INSERT INTO line (id, slug, name, time_zone, created_at) VALUES (1, 'main', 'Main line', 'Europe/Brussels', 0);
INSERT INTO directory (id, revision, changed_at, findable, indexed, taken_out) VALUES (1, 0, 0, 0, '', 0);
-- Nothing more than what stood in every folder before there was this file (tests/db/lived-in/fresh.json).
INSERT INTO sqlite_sequence (name, seq) VALUES ('debrief', 0);
-- SQLite would put small parts together and clear what was taken out at once, in the middle of some change, for up to a second:
-- `src/directory/search/search-merge.ts` does it a few pages at a time.
INSERT INTO service_search (service_search, rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('deletemerge', 0);
