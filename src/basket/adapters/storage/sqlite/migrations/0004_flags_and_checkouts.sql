CREATE INDEX basket_items_product ON basket_items (product_id, basket_id);

-- The problems of a line as they were last told; the line's id outlives its changes of quantity.
CREATE TABLE line_flags (
  item_id TEXT PRIMARY KEY,
  basket_id TEXT NOT NULL REFERENCES baskets ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  is_unavailable INTEGER NOT NULL,
  current_price INTEGER,
  currency TEXT,
  available INTEGER,
  version INTEGER NOT NULL,
  event_sequence INTEGER NOT NULL,
  CHECK ((current_price IS NULL) = (currency IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX line_flags_basket ON line_flags (basket_id);

-- Payments under way, for people to see.
CREATE TABLE basket_checkouts (
  payment_id TEXT PRIMARY KEY,
  basket_id TEXT NOT NULL REFERENCES baskets ON DELETE CASCADE,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX basket_checkouts_basket ON basket_checkouts (basket_id);
