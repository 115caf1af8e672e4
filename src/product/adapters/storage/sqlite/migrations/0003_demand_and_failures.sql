-- In how many baskets a product lies, kept by the statements that write basket_demand.
ALTER TABLE products ADD COLUMN in_baskets INTEGER NOT NULL DEFAULT 0 CHECK (in_baskets >= 0);

-- The last change that was told of a basket; an empty one stays for a week, so that nothing older is taken for new.
CREATE TABLE demanding_baskets (
  id TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL,
  told_at INTEGER NOT NULL,
  is_empty INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX demanding_baskets_empty ON demanding_baskets (told_at) WHERE is_empty = 1;

CREATE TABLE basket_demand (
  basket_id TEXT NOT NULL REFERENCES demanding_baskets,
  product_id INTEGER NOT NULL,
  PRIMARY KEY (basket_id, product_id)
) STRICT, WITHOUT ROWID;

-- Completed payments whose units could not be taken off the shelf; each is told once.
CREATE TABLE failed_consumptions (
  payment_id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  failed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
