-- What is asked at every message, every second or at every console reads no table that grows with the chats from end to end
-- (tests/db/scans.test.ts).
CREATE INDEX conversation_open ON conversation (id) WHERE ended_at IS NULL;
CREATE INDEX conversation_started ON conversation (started_at);
CREATE INDEX conversation_event_of_staff ON conversation_event (staff_id, kind, at) WHERE staff_id IS NOT NULL;
CREATE INDEX conversation_colleague_by_conversation ON conversation_colleague (conversation_id, left_at);
CREATE INDEX debrief_open ON debrief (staff_id, weight) WHERE taken_by IS NULL AND done_at IS NULL;
CREATE INDEX thank_you_open ON thank_you (staff_id) WHERE decision IS NULL;
CREATE INDEX callback_ended ON callback (ended_at) WHERE ended_at IS NOT NULL;
