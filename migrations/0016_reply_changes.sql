-- What ready replies were before and after each change stands beside the audit trail, the helpline's too: the trail is kept
-- for good, and says of each reply its language, its name and how long it is.
ALTER TABLE own_reply_change RENAME TO reply_change;

INSERT INTO reply_change (change_id, before, after, at)
  SELECT id, before, after, at FROM audit WHERE action = 'replies.changed' AND object = 'replies';
UPDATE audit
  SET before = (
        SELECT json_group_object(key, json(CASE WHEN type = 'null' THEN 'null' ELSE
          json_object('language', value ->> 'language', 'name', value ->> 'name', 'length', length(value ->> 'text')) END))
        FROM json_each(audit.before)),
      after = (
        SELECT json_group_object(key, json(CASE WHEN type = 'null' THEN 'null' ELSE
          json_object('language', value ->> 'language', 'name', value ->> 'name', 'length', length(value ->> 'text')) END))
        FROM json_each(audit.after))
  WHERE action = 'replies.changed' AND object = 'replies';
