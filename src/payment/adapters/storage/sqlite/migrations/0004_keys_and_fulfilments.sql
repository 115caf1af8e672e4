-- The number of the key that each request to the provider uses now, and since when.
ALTER TABLE payments ADD COLUMN create_key INTEGER NOT NULL DEFAULT 1 CHECK (create_key >= 1);
ALTER TABLE payments ADD COLUMN capture_key INTEGER NOT NULL DEFAULT 1 CHECK (capture_key >= 1);
ALTER TABLE payments ADD COLUMN cancel_key INTEGER NOT NULL DEFAULT 1 CHECK (cancel_key >= 1);
ALTER TABLE payments ADD COLUMN prepared_at INTEGER;
UPDATE payments SET prepared_at = (SELECT max(prepared_at) FROM gateway_calls WHERE payment_id = payments.id);
-- When the provider last told something of a payment that somebody is working on.
ALTER TABLE payments ADD COLUMN woken_at INTEGER;
-- The buyer's bank takes the sale back, or tried to.
ALTER TABLE payments ADD COLUMN dispute_id TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN dispute_status TEXT NOT NULL DEFAULT '';

CREATE INDEX payments_uncertain ON payments (uncertain_since) WHERE uncertain_since IS NOT NULL;
CREATE INDEX payments_in_review ON payments (updated_at) WHERE state = 'manual_review';
CREATE INDEX payments_totals ON payments (created_at, state, currency, amount);

-- What the other contexts have yet to report of a sale.
CREATE TABLE fulfilments (
  payment_id TEXT NOT NULL PRIMARY KEY REFERENCES payments,
  opened_at INTEGER NOT NULL,
  products TEXT NOT NULL, -- those whose units have not left the stock yet, "7 12"
  waits_for_basket INTEGER NOT NULL CHECK (waits_for_basket IN (0, 1)),
  failure TEXT NOT NULL, -- why a part can't be done; empty: nothing is known of that
  closed_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  CHECK (closed_at IS NULL OR (products = '' AND waits_for_basket = 0))
) STRICT, WITHOUT ROWID;
CREATE INDEX fulfilments_open ON fulfilments (opened_at) WHERE closed_at IS NULL;
CREATE INDEX fulfilments_failed ON fulfilments (opened_at) WHERE closed_at IS NULL AND failure <> '';
