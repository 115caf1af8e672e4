-- What a save writes beside its aggregate, the same in every context's file.

CREATE TABLE outbox (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  topic TEXT NOT NULL,
  key TEXT NOT NULL,
  type TEXT NOT NULL,
  source TEXT NOT NULL,
  subject TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  aggregate_version INTEGER NOT NULL,
  time INTEGER NOT NULL,
  correlation_id TEXT NOT NULL,
  causation_id TEXT NOT NULL,
  traceparent TEXT NOT NULL,
  data TEXT NOT NULL,
  published_at INTEGER,
  UNIQUE (subject, sequence)
) STRICT;
CREATE INDEX outbox_unpublished ON outbox (row) WHERE published_at IS NULL;

CREATE TABLE inbox (
  consumer TEXT NOT NULL,
  event_id TEXT NOT NULL,
  applied_at INTEGER NOT NULL,
  PRIMARY KEY (consumer, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
  user_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  status INTEGER,
  body TEXT,
  content_type TEXT,
  location TEXT,
  etag TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_created ON idempotency (created_at);
