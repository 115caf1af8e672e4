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
};

}  // namespace

std::span<const Invariant> basket_invariants() {
  return kInvariants;
}

}  // namespace ddd::reconcile
