-- What was asked back of an intent; no more than it took.
ALTER TABLE payment_intents ADD COLUMN refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND amount);

CREATE TABLE refunds (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  intent TEXT NOT NULL REFERENCES payment_intents (id),
  charge TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  reason TEXT NOT NULL,
  metadata TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed')),
  failure_reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  settles_at INTEGER
) STRICT;
CREATE INDEX refunds_intent ON refunds (intent, row);
CREATE INDEX refunds_due ON refunds (settles_at) WHERE settles_at IS NOT NULL;

-- The bank's ledger, with refunds that came back and which refund each entry is of.
CREATE TABLE bank_ledger_with_refunds (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('capture', 'refund', 'refund_failed')),
  intent TEXT NOT NULL REFERENCES payment_intents (id),
  charge TEXT NOT NULL,
  payment_id TEXT, -- the shop's own id, from the intent's metadata
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  at INTEGER NOT NULL,
  refund TEXT,   -- nothing for a capture
  refund_id TEXT -- the shop's own id, from the refund's metadata
) STRICT;
INSERT INTO bank_ledger_with_refunds (row, kind, intent, charge, payment_id, amount, currency, at)
  SELECT row, kind, intent, charge, payment_id, amount, currency, at FROM bank_ledger;
DROP TABLE bank_ledger;
ALTER TABLE bank_ledger_with_refunds RENAME TO bank_ledger;
CREATE UNIQUE INDEX bank_ledger_one_capture ON bank_ledger (intent) WHERE kind = 'capture';
CREATE UNIQUE INDEX bank_ledger_one_refund ON bank_ledger (refund, kind) WHERE refund IS NOT NULL;
CREATE INDEX bank_ledger_payment ON bank_ledger (payment_id);
CREATE TRIGGER bank_ledger_keeps_values BEFORE UPDATE ON bank_ledger BEGIN
  SELECT RAISE(ABORT, 'bank_ledger is append-only');
END;
CREATE TRIGGER bank_ledger_keeps_rows BEFORE DELETE ON bank_ledger BEGIN
  SELECT RAISE(ABORT, 'bank_ledger is append-only');
END;
