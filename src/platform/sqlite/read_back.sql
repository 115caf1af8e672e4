-- When the context met an event of its own on the topic, and how often it was sent again because it did not. What was
-- published before there was such a thing is taken for met.
ALTER TABLE outbox ADD COLUMN observed_at INTEGER;
ALTER TABLE outbox ADD COLUMN republished INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET observed_at = published_at;
CREATE INDEX outbox_unobserved ON outbox (published_at)
  WHERE observed_at IS NULL AND published_at IS NOT NULL;
