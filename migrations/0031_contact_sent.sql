-- The entries of the audit trail that the supervisors are shown: a counsellor has sent a way to be reached outside.
CREATE INDEX audit_contact_sent ON audit (at) WHERE action = 'contact.sent';
