-- When a young person deleted their chat; its row goes as soon as no console shows it any more.
ALTER TABLE conversation ADD COLUMN erased_at INTEGER;

CREATE INDEX conversation_erased ON conversation (erased_at) WHERE erased_at IS NOT NULL;
