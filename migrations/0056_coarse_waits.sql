-- The same as 0054 for what stands there of nobody, and would still tell, to the millisecond, when somebody came, was taken or deleted
-- their chat: beside the quarter of the hour in the audit trail that would be who took them when.
CREATE INDEX wait_promise_due ON wait_promise (at) WHERE at % 900000 <> 0;
CREATE INDEX erasure_due ON erasure (at) WHERE at % 900000 <> 0;
CREATE INDEX line_gone_came_due ON line_gone (came) WHERE came % 60000 <> 0;
CREATE INDEX line_gone_due ON line_gone (gone) WHERE gone % 60000 <> 0;
