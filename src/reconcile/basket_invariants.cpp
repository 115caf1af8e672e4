#include <array>

#include <ddd/reconcile/invariant.hpp>

namespace ddd::reconcile {
namespace {

constexpr std::array kInvariants{
    Invariant{.id = "B1",
              .promise = "What a sold payment bought was taken out of its basket, once, and nothing else was.",
              .sql = R"(
                SELECT p.id FROM payment.payments p JOIN basket.baskets b ON b.id = p.basket_id
                WHERE p.state IN (SELECT state FROM temp.sold_states) AND p.basket_version > b.subtracted_through
                  AND NOT EXISTS (SELECT 1 FROM basket.basket_payments m WHERE m.basket_id = b.id AND m.payment_id = p.id)
                UNION
                SELECT m.payment_id FROM basket.basket_payments m
                WHERE NOT EXISTS (SELECT 1 FROM payment.payments p
                                  WHERE p.id = m.payment_id AND p.basket_id = m.basket_id
                                    AND p.state IN (SELECT state FROM temp.sold_states)))"},
    Invariant{.id = "B2", .promise = "No basket was cleared for a payment that did not come to its end.", .sql = R"(
                SELECT json_extract(o.data, '$.payment_id') FROM basket.outbox o
                WHERE o.type = 'ddd.basket.cleared.v1' AND json_valid(o.data)
                  AND json_extract(o.data, '$.payment_id') IS NOT NULL
                  AND json_extract(o.data, '$.payment_id') NOT IN
                    (SELECT p.id FROM payment.payments p WHERE p.state IN (SELECT state FROM temp.sold_states)))"},
    Invariant{.id = "B6",
              .promise = "A basket has at most 100 lines of 1 to 99 units, and a time at which it ends.",
              .sql = R"(
                SELECT b.id FROM basket.baskets b LEFT JOIN basket.basket_items i ON i.basket_id = b.id
                GROUP BY b.id HAVING count(i.id) > 100 OR min(i.quantity) < 1 OR max(i.quantity) > 99
                  OR b.expires_at <= b.updated_at)",
              .at_all_times = true},
};

}  // namespace

std::span<const Invariant> basket_invariants() {
  return kInvariants;
}

}  // namespace ddd::reconcile
