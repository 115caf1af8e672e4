CREATE TABLE payments (
  id TEXT NOT NULL PRIMARY KEY,
  user_id INTEGER NOT NULL,
  order_id TEXT NOT NULL,
  basket_id TEXT,
  basket_version INTEGER,
  amount INTEGER NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN (
    'created', 'validated', 'stock_reserved', 'intent_created', 'confirming', 'requires_action', 'authorized', 'stock_pinned',
    'capturing', 'completed', 'partially_refunded', 'refunded', 'cancelling', 'cancelled', 'expired', 'failed',
    'manual_review')),
  uncertain_since INTEGER,
  payment_method TEXT NOT NULL,
  return_url TEXT NOT NULL,
  intent_id TEXT NOT NULL,
  client_secret TEXT NOT NULL,
  action_url TEXT NOT NULL,
  decline_code TEXT NOT NULL,
  failure_reason TEXT NOT NULL,
  attempt INTEGER NOT NULL CHECK (attempt >= 0),
  create_prepared INTEGER NOT NULL CHECK (create_prepared IN (0, 1)),
  cancel_prepared INTEGER NOT NULL CHECK (cancel_prepared IN (0, 1)),
  abandonment_end TEXT CHECK (abandonment_end IN ('cancelled', 'expired', 'failed')),
  abandonment_reason TEXT,
  refunded INTEGER NOT NULL CHECK (refunded BETWEEN 0 AND amount),
  version INTEGER NOT NULL CHECK (version >= 1),
  event_sequence INTEGER NOT NULL,
  transition_sequence INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  completed_at INTEGER,
  expires_at INTEGER NOT NULL,
  lease_owner TEXT NOT NULL,
  lease_until INTEGER,
  next_action_at INTEGER,
  tries INTEGER NOT NULL CHECK (tries >= 0),
  CHECK ((basket_id IS NULL) = (basket_version IS NULL)),
  CHECK ((abandonment_end IS NULL) = (abandonment_reason IS NULL)),
  CHECK ((lease_owner = '') = (lease_until IS NULL))
) STRICT;
CREATE UNIQUE INDEX payments_intent ON payments (intent_id) WHERE intent_id <> '';
-- A basket version is paid once, unless the earlier try came to nothing.
CREATE UNIQUE INDEX payments_basket ON payments (user_id, basket_id, basket_version)
  WHERE basket_id IS NOT NULL AND state NOT IN ('cancelled', 'expired', 'failed');
CREATE INDEX payments_user ON payments (user_id, created_at, id);
CREATE INDEX payments_newest ON payments (created_at, id);
CREATE INDEX payments_order ON payments (order_id, created_at, id);
CREATE INDEX payments_due ON payments (next_action_at) WHERE next_action_at IS NOT NULL;
CREATE INDEX payments_leased ON payments (lease_until) WHERE lease_until IS NOT NULL;

CREATE TABLE payment_lines (
  payment_id TEXT NOT NULL REFERENCES payments,
  position INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity >= 1),
  unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
  PRIMARY KEY (payment_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_transitions (
  payment_id TEXT NOT NULL REFERENCES payments,
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  from_state TEXT,
  to_state TEXT NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (payment_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER payment_transitions_keep BEFORE DELETE ON payment_transitions
  BEGIN SELECT RAISE(ABORT, 'payment_transitions is append-only'); END;
CREATE TRIGGER payment_transitions_fix BEFORE UPDATE ON payment_transitions
  BEGIN SELECT RAISE(ABORT, 'payment_transitions is append-only'); END;

-- What may have been sent to the provider: written before the first byte leaves.
CREATE TABLE gateway_calls (
  key TEXT NOT NULL PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments,
  operation TEXT NOT NULL CHECK (operation IN ('create', 'confirm', 'capture', 'cancel')),
  attempt INTEGER NOT NULL CHECK (attempt >= 1),
  parameters TEXT NOT NULL,
  prepared_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER gateway_calls_keep BEFORE DELETE ON gateway_calls
  BEGIN SELECT RAISE(ABORT, 'gateway_calls is append-only'); END;
CREATE TRIGGER gateway_calls_fix BEFORE UPDATE ON gateway_calls
  BEGIN SELECT RAISE(ABORT, 'gateway_calls is append-only'); END;

-- The key makes a booking (payment and cause) happen once.
CREATE TABLE ledger_entries (
  payment_id TEXT NOT NULL REFERENCES payments,
  cause TEXT NOT NULL,
  account TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('debit', 'credit')),
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (payment_id, cause, account, side)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_entries_keep BEFORE DELETE ON ledger_entries
  BEGIN SELECT RAISE(ABORT, 'ledger_entries is append-only'); END;
CREATE TRIGGER ledger_entries_fix BEFORE UPDATE ON ledger_entries
  BEGIN SELECT RAISE(ABORT, 'ledger_entries is append-only'); END;

CREATE TABLE payment_webhooks (
  event_id TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  intent_id TEXT NOT NULL,
  received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE wallets (
  user_id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version >= 1),
  event_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE payment_methods (
  user_id INTEGER NOT NULL REFERENCES wallets,
  position INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  token TEXT NOT NULL,
  brand TEXT NOT NULL,
  last_four_digits TEXT NOT NULL,
  expiry_month INTEGER NOT NULL CHECK (expiry_month BETWEEN 1 AND 12),
  expiry_year INTEGER NOT NULL,
  is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, position),
  CHECK (is_default <= is_active)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX payment_methods_default ON payment_methods (user_id) WHERE is_default = 1;
