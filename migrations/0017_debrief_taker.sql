-- Who has taken a debrief once has talked with its counsellor: that stays when it is given back, or when the debrief is gone.
CREATE TABLE debrief_taker (
  conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
  staff_id INTEGER NOT NULL REFERENCES staff,
  PRIMARY KEY (conversation_id, staff_id)
) STRICT, WITHOUT ROWID;

INSERT INTO debrief_taker SELECT conversation_id, taken_by FROM debrief WHERE conversation_id IS NOT NULL AND taken_by IS NOT NULL;
