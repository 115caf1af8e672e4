-- Refunds are requests to the provider as well: the same table, with one more operation.
CREATE TABLE gateway_calls_with_refunds (
  key TEXT NOT NULL PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments,
  operation TEXT NOT NULL CHECK (operation IN ('create', 'confirm', 'capture', 'cancel', 'refund')),
  attempt INTEGER NOT NULL CHECK (attempt >= 1),
  parameters TEXT NOT NULL,
  prepared_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO gateway_calls_with_refunds SELECT * FROM gateway_calls;
DROP TABLE gateway_calls;
ALTER TABLE gateway_calls_with_refunds RENAME TO gateway_calls;
CREATE TRIGGER gateway_calls_keep BEFORE DELETE ON gateway_calls
  BEGIN SELECT RAISE(ABORT, 'gateway_calls is append-only'); END;
CREATE TRIGGER gateway_calls_fix BEFORE UPDATE ON gateway_calls
  BEGIN SELECT RAISE(ABORT, 'gateway_calls is append-only'); END;

CREATE TABLE refunds (
  id TEXT NOT NULL PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  reason TEXT NOT NULL,
  restock INTEGER NOT NULL CHECK (restock IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed')),
  uncertain_since INTEGER,
  attempt INTEGER NOT NULL CHECK (attempt >= 1),
  prepared_at INTEGER NOT NULL,
  provider_id TEXT NOT NULL,
  failure_reason TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  succeeded_at INTEGER,
  completed_at INTEGER,
  CHECK ((status = 'pending') = (completed_at IS NULL)),
  CHECK (status <> 'succeeded' OR (succeeded_at IS NOT NULL AND provider_id <> '')),
  CHECK ((status = 'failed') = (failure_reason <> '')),
  CHECK (uncertain_since IS NULL OR status = 'pending')
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX refunds_provider ON refunds (provider_id) WHERE provider_id <> '';
CREATE INDEX refunds_payment ON refunds (payment_id, created_at, id);
CREATE INDEX refunds_newest ON refunds (created_at, id);
CREATE INDEX refunds_status ON refunds (status, created_at, id);
-- Never more than was taken, whatever the program believes. A refund that failed never comes back.
CREATE TRIGGER refunds_cap AFTER INSERT ON refunds
  WHEN (SELECT sum(amount) FROM refunds WHERE payment_id = NEW.payment_id AND status <> 'failed')
     > coalesce((SELECT amount FROM payments WHERE id = NEW.payment_id
                   AND state IN ('completed', 'partially_refunded', 'refunded')), 0)
  BEGIN SELECT RAISE(ABORT, 'more would be refunded than was captured'); END;
CREATE TRIGGER refunds_stand BEFORE UPDATE ON refunds
  WHEN OLD.status = 'failed' OR NEW.amount <> OLD.amount OR NEW.payment_id <> OLD.payment_id
  BEGIN SELECT RAISE(ABORT, 'a refund keeps its amount, and a failed one its end'); END;
CREATE TRIGGER refunds_keep BEFORE DELETE ON refunds
  BEGIN SELECT RAISE(ABORT, 'refunds are kept'); END;

CREATE TABLE refund_lines (
  refund_id TEXT NOT NULL REFERENCES refunds,
  product_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity >= 1),
  PRIMARY KEY (refund_id, product_id)
) STRICT, WITHOUT ROWID;
