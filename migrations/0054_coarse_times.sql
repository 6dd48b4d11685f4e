-- Times that are told no more exactly than to the quarter of the hour once they are not edited any more (src/record/coarse.ts);
-- here those are found that still are.
CREATE INDEX contact_record_began_due ON contact_record (began_at) WHERE began_at % 900000 <> 0;
CREATE INDEX contact_record_finished_due ON contact_record (finished_at) WHERE finished_at % 900000 <> 0;
CREATE INDEX referral_due ON referral (at) WHERE at % 900000 <> 0;
