-- Whoever leads safeguarding is a role of its own: outside the shift, and the first to read what may be about somebody of the staff.
CREATE TABLE staff_role_kept (
  staff_id INTEGER NOT NULL REFERENCES staff,
  role TEXT NOT NULL CHECK (role IN ('counsellor', 'supervisor', 'admin', 'lead')),
  since INTEGER NOT NULL DEFAULT 0,
  by_self INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (staff_id, role)
) STRICT, WITHOUT ROWID;

INSERT INTO staff_role_kept SELECT staff_id, role, since, by_self FROM staff_role;

DROP TABLE staff_role;
ALTER TABLE staff_role_kept RENAME TO staff_role;
