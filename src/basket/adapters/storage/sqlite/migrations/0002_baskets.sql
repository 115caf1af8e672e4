CREATE TABLE baskets (
  id TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL UNIQUE,
  subtracted_through INTEGER NOT NULL,
  version INTEGER NOT NULL,
  event_sequence INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX baskets_due ON baskets (expires_at);

CREATE TABLE basket_items (
  basket_id TEXT NOT NULL REFERENCES baskets ON DELETE CASCADE,
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  product_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
  currency TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (basket_id, position),
  UNIQUE (basket_id, product_id)
) STRICT, WITHOUT ROWID;

-- The payments that were taken out of a basket, so that no repeat takes them out again.
CREATE TABLE basket_payments (
  basket_id TEXT NOT NULL REFERENCES baskets ON DELETE CASCADE,
  payment_id TEXT NOT NULL,
  basket_version INTEGER NOT NULL,
  PRIMARY KEY (basket_id, payment_id)
) STRICT, WITHOUT ROWID;
