-- Who gave somebody the team key: a second person beside whoever gave them their role (staff/hands.ts). NULL = given before this.
ALTER TABLE team_wrap ADD COLUMN given_by INTEGER;
