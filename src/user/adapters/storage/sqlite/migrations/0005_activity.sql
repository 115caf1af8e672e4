-- How much each user bought, as payment's events tell.
CREATE TABLE orders_of_users (
  user_id INTEGER PRIMARY KEY REFERENCES users,
  order_count INTEGER NOT NULL CHECK (order_count >= 1),
  last_order_at INTEGER NOT NULL
) STRICT;

CREATE TABLE risks (
  user_id INTEGER PRIMARY KEY REFERENCES users,
  warned_at INTEGER,
  version INTEGER NOT NULL,
  event_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE risk_signals (
  user_id INTEGER NOT NULL REFERENCES risks,
  position INTEGER NOT NULL,
  signal TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, position)
) STRICT, WITHOUT ROWID;
