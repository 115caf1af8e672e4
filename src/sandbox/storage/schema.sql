-- Everything the provider knows. Times are microseconds since 1970 UTC, money is in minor units.

CREATE TABLE payment_intents (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  status TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  capture_method TEXT NOT NULL CHECK (capture_method IN ('automatic', 'manual')),
  payment_method TEXT NOT NULL,
  latest_charge TEXT,
  client_secret TEXT NOT NULL,
  description TEXT NOT NULL,
  metadata TEXT NOT NULL,
  return_url TEXT NOT NULL,
  error_code TEXT,
  error_decline_code TEXT,
  error_message TEXT,
  error_payment_method TEXT,
  cancellation_reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  canceled_at INTEGER,
  hold_ends_at INTEGER
) STRICT;
CREATE INDEX payment_intents_created ON payment_intents (created_at);
CREATE INDEX payment_intents_held ON payment_intents (hold_ends_at) WHERE hold_ends_at IS NOT NULL;

CREATE TABLE saved_methods (
  id TEXT PRIMARY KEY,
  test_method TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  request_id TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- The events and the queue of their delivery.
CREATE TABLE events (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  object TEXT NOT NULL,
  request_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  delivery TEXT NOT NULL CHECK (delivery IN ('none', 'pending', 'delivered', 'failed')),
  tries INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER,
  delivered_at INTEGER,
  CHECK ((delivery = 'pending') = (next_try_at IS NOT NULL))
) STRICT;
CREATE INDEX events_created ON events (created_at);
CREATE INDEX events_due ON events (next_try_at) WHERE next_try_at IS NOT NULL;

-- Money that moved. What a shop's books are compared with, so nobody changes it: not even this program.
CREATE TABLE bank_ledger (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('capture', 'refund')),
  intent TEXT NOT NULL REFERENCES payment_intents (id),
  charge TEXT NOT NULL,
  payment_id TEXT, -- the shop's own id, from the intent's metadata
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX bank_ledger_one_capture ON bank_ledger (intent) WHERE kind = 'capture';
CREATE INDEX bank_ledger_payment ON bank_ledger (payment_id);
CREATE TRIGGER bank_ledger_keeps_values BEFORE UPDATE ON bank_ledger BEGIN
  SELECT RAISE(ABORT, 'bank_ledger is append-only');
END;
CREATE TRIGGER bank_ledger_keeps_rows BEFORE DELETE ON bank_ledger BEGIN
  SELECT RAISE(ABORT, 'bank_ledger is append-only');
END;
