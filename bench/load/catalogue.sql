-- A catalogue of 100,000 products for a database that holds none but the demo's, always the same: what a use case would store
-- for them, without the events. Run by the sqlite3 shell while the shop is stopped. The words are of three syllables out of
-- sixteen each; a tenth of what is written is one of 32 common ones, which stand in some 5 % of the products each, the
-- rest is spread over 4,064 others, which stand in about 350 each.
PRAGMA synchronous = OFF;
BEGIN;
CREATE TEMP TABLE syllables (n INTEGER PRIMARY KEY, text TEXT);
INSERT INTO syllables VALUES (0, 'ba'), (1, 'ce'), (2, 'di'), (3, 'fo'), (4, 'gu'), (5, 'ka'), (6, 'le'), (7, 'mi'), (8, 'no'),
  (9, 'pu'), (10, 'ra'), (11, 'se'), (12, 'ti'), (13, 'vo'), (14, 'wu'), (15, 'ze');
CREATE TEMP TABLE words (n INTEGER PRIMARY KEY, text TEXT);
INSERT INTO words SELECT a.n * 256 + b.n * 16 + c.n, a.text || b.text || c.text FROM syllables a, syllables b, syllables c;

-- The places in the texts: 0 to 2 are of the name, 3 is the brand, 4 to 15 are of the description.
CREATE TEMP TABLE places AS
  WITH RECURSIVE product (id) AS (SELECT 1000 UNION ALL SELECT id + 1 FROM product WHERE id < 100999),
  place (at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM place WHERE at < 15),
  -- A product of two odd numbers modulo a prime, twice: enough to spread words evenly.
  chance (id, at, value) AS (
    SELECT id, at, (((id * 16 + at) * 48271 + 11) % 2147483647 * 69621 + 7) % 2147483647 FROM product, place)
  SELECT id, at,
    CASE WHEN at = 3 THEN 64 + value % 200 WHEN value % 10 = 0 THEN value / 10 % 32 ELSE 32 + value / 10 % 4064 END AS word,
    value
  FROM chance;
CREATE TEMP TABLE texts AS
  SELECT id, group_concat(CASE WHEN at < 3 THEN text END, ' ') AS name, max(CASE WHEN at = 3 THEN text END) AS brand,
    group_concat(CASE WHEN at > 3 THEN text END, ' ') AS description, max(CASE WHEN at = 4 THEN value END) AS chance
  FROM (SELECT id, at, text, value FROM places JOIN words ON words.n = places.word ORDER BY id, at) GROUP BY id;

INSERT INTO products (id, sku, name, description, short_description, price, currency, category, sub_category, brand, tags, images,
    is_active, is_featured, is_digital, min_stock, version, event_sequence, created_at, updated_at)
  SELECT id, 'CAT-' || id, name, description, '', 100 + chance % 100000, 'USD', 'category ' || (chance % 40), '', brand,
    'catalogue', '', 1, chance % 50 = 0, 0, 5, 1, 1, 1700000000000000 + id * 1000000, 1700000000000000 + id * 1000000
  FROM texts;
INSERT INTO stocks (product_id, on_hand, reserved, version, event_sequence) SELECT id, 1 + chance % 500, 0, 1, 1 FROM texts;
INSERT INTO stock_movements (product_id, kind, delta, reserved_delta, cause_id, note, on_hand_after, reserved_after, at)
  SELECT id, 'received', 1 + chance % 500, 0, 'catalogue-' || id, '', 1 + chance % 500, 0, 1700000000000000 FROM texts;
INSERT INTO product_search (rowid, name, description, brand, tags, sku)
  SELECT id, name, char(10) || description, brand, 'catalogue', 'CAT-' || id FROM texts;
UPDATE sequences SET next = 101000 WHERE name = 'product';
COMMIT;

-- What is searched for, in turns of ten: six times two words of a name, twice one, once a name's beginning as it is while somebody
-- types, once a brand with a word of a name.
SELECT CASE
    WHEN id / 97 % 10 < 6 THEN substr(name, 1, 13)
    WHEN id / 97 % 10 < 8 THEN substr(name, 1, 6)
    WHEN id / 97 % 10 < 9 THEN substr(name, 1, 10)
    ELSE brand || ' ' || substr(name, 1, 6) END
  FROM texts WHERE id % 97 = 0;
