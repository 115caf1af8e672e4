#include <array>

#include <ddd/reconcile/invariant.hpp>

namespace ddd::reconcile {
namespace {

constexpr std::array kInvariants{
    Invariant{.id = "S1",
              .promise = "No stock is below zero, and no more is reserved than is there.",
              .sql = "SELECT product_id FROM product.stocks WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand",
              .at_all_times = true},
    Invariant{.id = "S2",
              .promise = "Stock is the sum of its movements, and what is reserved is the sum of the live reservations.",
              .sql = R"(
                SELECT s.product_id FROM product.stocks s
                WHERE s.on_hand <> (SELECT coalesce(sum(m.delta), 0) FROM product.stock_movements m
                                    WHERE m.product_id = s.product_id)
                   OR s.reserved <> (SELECT coalesce(sum(m.reserved_delta), 0) FROM product.stock_movements m
                                     WHERE m.product_id = s.product_id)
                   OR s.reserved <> (SELECT coalesce(sum(l.quantity), 0) FROM product.reservation_lines l
                                     JOIN product.reservations r ON r.id = l.reservation_id
                                     WHERE l.product_id = s.product_id AND r.state IN ('held', 'pinned')))",
              .at_all_times = true},
    Invariant{
        .id = "S3",
        .promise = "What left the shelf is what was sold and has not come back: nothing is oversold and nothing lost.",
        .sql = R"(
                SELECT product_id FROM (
                  SELECT product_id, delta AS units FROM product.stock_movements WHERE kind IN ('consumed', 'restocked')
                  UNION ALL
                  SELECT l.product_id, -l.quantity FROM payment.refund_lines l
                  JOIN payment.refunds r ON r.id = l.refund_id WHERE r.succeeded_at IS NOT NULL
                  UNION ALL
                  SELECT l.product_id, l.quantity FROM payment.payment_lines l
                  JOIN payment.payments p ON p.id = l.payment_id WHERE p.state IN (SELECT state FROM temp.sold_states))
                GROUP BY product_id HAVING sum(units) <> 0)"},
    Invariant{.id = "S4",
              .promise = "A reservation ends once: its units are consumed or come back, never both.",
              .sql = R"(
                SELECT r.id FROM product.reservations r
                JOIN product.reservation_lines l ON l.reservation_id = r.id
                LEFT JOIN product.stock_movements m ON m.cause_id = r.id AND m.product_id = l.product_id
                GROUP BY r.id, l.product_id
                HAVING sum(m.kind IS 'reserved') <> 1
                    OR sum(m.kind IS 'consumed') <> (r.state = 'consumed')
                    OR sum(m.kind IS 'released') <> (r.state IN ('released', 'expired')))",
              .at_all_times = true},
    Invariant{.id = "S5", .promise = "Sold payments and consumed reservations are the same, line by line.", .sql = R"(
                WITH sold AS (
                  SELECT p.id AS id, l.product_id, sum(l.quantity) AS units FROM payment.payments p
                  JOIN payment.payment_lines l ON l.payment_id = p.id
                  WHERE p.state IN (SELECT state FROM temp.sold_states) GROUP BY p.id, l.product_id),
                consumed AS (
                  SELECT r.id AS id, l.product_id, l.quantity AS units FROM product.reservations r
                  JOIN product.reservation_lines l ON l.reservation_id = r.id WHERE r.state = 'consumed')
                SELECT id FROM (SELECT * FROM sold EXCEPT SELECT * FROM consumed)
                UNION
                SELECT id FROM (SELECT * FROM consumed EXCEPT SELECT * FROM sold))"},
    Invariant{.id = "S5", .promise = "What refunds brought back is on the shelf again, unit by unit.", .sql = R"(
                WITH returned AS (
                  SELECT r.id AS id, l.product_id, l.quantity AS units FROM payment.refunds r
                  JOIN payment.refund_lines l ON l.refund_id = r.id WHERE r.succeeded_at IS NOT NULL),
                restocked AS (
                  SELECT cause_id AS id, product_id, delta AS units FROM product.stock_movements WHERE kind = 'restocked')
                SELECT id FROM (SELECT * FROM returned EXCEPT SELECT * FROM restocked)
                UNION
                SELECT id FROM (SELECT * FROM restocked EXCEPT SELECT * FROM returned))"},
    Invariant{.id = "S6",
              .promise = "Nothing is held past its time, and nothing pinned for a payment that has ended.",
              .sql = R"(
                SELECT r.id FROM product.reservations r, temp.moment
                WHERE r.state = 'held' AND r.expires_at + 60000000 < moment.at
                UNION
                SELECT r.id FROM temp.moment, product.reservations r JOIN payment.payments p ON p.id = r.id
                WHERE r.state = 'pinned' AND p.updated_at + 60000000 < moment.at
                  AND p.state IN ('completed', 'partially_refunded', 'refunded', 'cancelled', 'expired', 'failed'))"},
    Invariant{.id = "S7",
              .promise = "A product's price and stock are what its last event says they are.",
              .sql = R"(
                WITH priced AS (
                  SELECT subject, coalesce(json_extract(data, '$.new_price.amount'), json_extract(data, '$.price.amount')) AS price,
                         max(sequence) FROM product.outbox
                  WHERE json_valid(data) AND type IN ('ddd.product.created.v1', 'ddd.product.price_changed.v1') GROUP BY subject),
                stocked AS (
                  SELECT subject, json_extract(data, '$.on_hand') AS on_hand, max(sequence) FROM product.outbox
                  WHERE json_valid(data) AND type = 'ddd.product.stock_updated.v1' GROUP BY subject)
                SELECT p.id FROM product.products p JOIN priced ON priced.subject = 'product/' || p.id
                WHERE p.price IS NOT priced.price
                UNION
                SELECT s.product_id FROM product.stocks s JOIN stocked ON stocked.subject = 'stock/' || s.product_id
                WHERE s.on_hand IS NOT stocked.on_hand)",
              .at_all_times = true},
    Invariant{.id = "S8", .promise = "Every reservation belongs to a payment.", .sql = R"(
                SELECT r.id FROM product.reservations r
                WHERE NOT EXISTS (SELECT 1 FROM payment.payments p WHERE p.id = r.id))"},
};

}  // namespace

std::span<const Invariant> stock_invariants() {
  return kInvariants;
}

}  // namespace ddd::reconcile
