CREATE TABLE topics (
  topic TEXT PRIMARY KEY,
  next_offset INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  topic TEXT NOT NULL,
  offset INTEGER NOT NULL,
  id TEXT NOT NULL,
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
  PRIMARY KEY (topic, offset)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_time ON events (topic, time);

CREATE TABLE group_offsets (
  consumer_group TEXT NOT NULL,
  topic TEXT NOT NULL,
  committed INTEGER NOT NULL,
  PRIMARY KEY (consumer_group, topic)
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letters (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  consumer_group TEXT NOT NULL,
  topic TEXT NOT NULL,
  offset INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  type TEXT NOT NULL,
  error_code TEXT NOT NULL,
  error_message TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  failed_at INTEGER NOT NULL,
  redriven_at INTEGER,
  UNIQUE (consumer_group, topic, offset)
) STRICT;
