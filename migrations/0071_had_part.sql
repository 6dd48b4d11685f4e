-- Who had a part in a chat whose words are kept for something that was wrong with it, from when everything else that said so is gone
-- or leads to it no more (retention/forget.ts).
CREATE TABLE had_part (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  PRIMARY KEY (conversation_id, staff_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX conversation_gone_told ON conversation (gone_told_at) WHERE gone_told_at IS NOT NULL;

-- Those of which the trail has said before this upgrade that they are forgotten: from here on nothing leads to them.
INSERT INTO had_part (conversation_id, staff_id)
  SELECT c.id, s.id FROM conversation AS c, staff AS s
  WHERE c.gone_told_at IS NOT NULL AND (
    c.counsellor_id = s.id
    OR EXISTS (SELECT 1 FROM message AS m WHERE m.conversation_id = c.id AND m.author = 'counsellor' AND m.staff_id = s.id)
    OR EXISTS (SELECT 1 FROM conversation_colleague AS m WHERE m.conversation_id = c.id AND m.staff_id = s.id)
    OR EXISTS (SELECT 1 FROM conversation_event AS m WHERE m.conversation_id = c.id AND m.staff_id = s.id)
    OR EXISTS (SELECT 1 FROM side_note AS m WHERE m.conversation_id = c.id AND m.staff_id = s.id)
    OR EXISTS (SELECT 1 FROM handover AS m WHERE m.conversation_id = c.id AND s.id IN (m.from_staff_id, m.to_staff_id))
    OR EXISTS (SELECT 1 FROM debrief AS m WHERE m.conversation_id = c.id AND m.staff_id = s.id)
    OR EXISTS (SELECT 1 FROM debrief_taker AS m WHERE m.conversation_id = c.id AND m.staff_id = s.id)
    OR EXISTS (SELECT 1 FROM emergency AS m WHERE m.conversation_id = c.id AND s.id IN (m.staff_id, m.decided_by, m.phoned_by))
  );

UPDATE conversation SET closed_at = coalesce(closed_at, gone_told_at), youth_token_hash = NULL, token_before = NULL, chosen = NULL
  WHERE gone_told_at IS NOT NULL;

CREATE TEMP TABLE told AS SELECT id FROM conversation WHERE gone_told_at IS NOT NULL;
UPDATE contact SET conversation_id = NULL WHERE conversation_id IN (SELECT id FROM told);
UPDATE wait_promise SET conversation_id = NULL WHERE conversation_id IN (SELECT id FROM told);
UPDATE referral SET conversation_id = NULL WHERE conversation_id IN (SELECT id FROM told);
UPDATE debrief SET conversation_id = NULL, note = NULL WHERE conversation_id IN (SELECT id FROM told);
UPDATE emergency SET conversation_id = NULL WHERE conversation_id IN (SELECT id FROM told);
UPDATE chat_hold SET conversation_id = NULL WHERE conversation_id IN (SELECT id FROM told);
UPDATE chat_opening SET conversation_id = NULL WHERE conversation_id IN (SELECT id FROM told) AND why <> 'concern';
DELETE FROM thank_you WHERE conversation_id IN (SELECT id FROM told);
DELETE FROM return_part WHERE conversation_id IN (SELECT id FROM told);
DELETE FROM return_earlier WHERE earlier_id IN (SELECT id FROM told);
DELETE FROM return_code WHERE id NOT IN (SELECT code_id FROM return_part);
DROP TABLE told;
