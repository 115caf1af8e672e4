CREATE TABLE sequences (
  name TEXT PRIMARY KEY,
  next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sequences VALUES ('product', 1);

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  short_description TEXT NOT NULL,
  price INTEGER NOT NULL CHECK (price >= 0),
  currency TEXT NOT NULL,
  compare_at_price INTEGER CHECK (compare_at_price >= price),
  category TEXT NOT NULL,
  sub_category TEXT NOT NULL,
  brand TEXT NOT NULL,
  tags TEXT NOT NULL,
  images TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  is_featured INTEGER NOT NULL,
  is_digital INTEGER NOT NULL,
  min_stock INTEGER NOT NULL,
  view_count INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL,
  event_sequence INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX products_sku ON products (sku) WHERE deleted_at IS NULL;
CREATE INDEX products_newest ON products (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX products_price ON products (price, id) WHERE deleted_at IS NULL;
CREATE INDEX products_name ON products (name, id) WHERE deleted_at IS NULL;
CREATE INDEX products_category ON products (category, created_at, id) WHERE deleted_at IS NULL;

CREATE TABLE stocks (
  product_id INTEGER PRIMARY KEY REFERENCES products,
  on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
  reserved INTEGER NOT NULL CHECK (reserved >= 0 AND reserved <= on_hand),
  version INTEGER NOT NULL,
  event_sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE stock_movements (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id INTEGER NOT NULL REFERENCES stocks,
  kind TEXT NOT NULL,
  delta INTEGER NOT NULL,
  reserved_delta INTEGER NOT NULL,
  cause_id TEXT NOT NULL,
  note TEXT NOT NULL,
  on_hand_after INTEGER NOT NULL,
  reserved_after INTEGER NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (cause_id, product_id, kind)
) STRICT;
CREATE INDEX stock_movements_product ON stock_movements (product_id, row);

CREATE TABLE reservations (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('held', 'pinned', 'consumed', 'released', 'expired')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  event_sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reservations_due ON reservations (expires_at) WHERE state = 'held';

CREATE TABLE reservation_lines (
  reservation_id TEXT NOT NULL REFERENCES reservations,
  product_id INTEGER NOT NULL REFERENCES stocks,
  quantity INTEGER NOT NULL CHECK (quantity >= 1),
  PRIMARY KEY (reservation_id, product_id)
) STRICT, WITHOUT ROWID;

-- Kept by the statements that write products; rowid is the product's id.
CREATE VIRTUAL TABLE product_search USING fts5 (
  name, description, brand, tags, sku,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
