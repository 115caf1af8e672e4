#include <array>

#include <ddd/reconcile/invariant.hpp>

namespace ddd::reconcile {
namespace {

constexpr std::array kInvariants{
    Invariant{.id = "M1",
              .promise = "Every payment intent at the provider belongs to a payment of equal amount and currency.",
              .sql = R"(
                SELECT i.id FROM sandbox.payment_intents i
                LEFT JOIN payment.payments p ON p.id = json_extract(i.metadata, '$.payment_id')
                WHERE p.id IS NULL OR p.amount <> i.amount OR p.currency <> upper(i.currency))",
              .needs_sandbox = true},
    Invariant{.id = "M2",
              .promise = "A payment takes money at most once, and then exactly its amount.",
              .sql = R"(
                SELECT min(l.intent) FROM sandbox.bank_ledger l
                LEFT JOIN payment.payments p ON p.id = l.payment_id
                WHERE l.kind = 'capture'
                GROUP BY l.payment_id HAVING count(*) > 1 OR max(p.id) IS NULL OR sum(l.amount) <> max(p.amount))",
              .needs_sandbox = true},
    Invariant{.id = "M3",
              .promise = "An idempotency key of a payment names one payment that exists.",
              .sql = R"(
                SELECT i.key FROM payment.idempotency i
                WHERE i.resource_id LIKE 'pay!_%' ESCAPE '!'
                  AND NOT EXISTS (SELECT 1 FROM payment.payments p WHERE p.id = i.resource_id AND p.user_id = i.user_id))",
              .at_all_times = true},
    Invariant{.id = "M4",
              .promise = "A payment's amount is the sum of its lines.",
              .sql = R"(
                SELECT p.id FROM payment.payments p
                WHERE p.amount <> (SELECT coalesce(sum(l.quantity * l.unit_price), 0) FROM payment.payment_lines l
                                   WHERE l.payment_id = p.id))",
              .at_all_times = true},
    Invariant{
        .id = "M5",
        .promise = "A sold payment was captured in full, no other was, and no more is refunded than was captured.",
        .sql = R"(
                SELECT p.id FROM payment.payments p
                LEFT JOIN (SELECT payment_id, sum(amount) AS amount FROM sandbox.bank_ledger WHERE kind = 'capture'
                           GROUP BY payment_id) captured ON captured.payment_id = p.id
                WHERE p.refunded > p.amount
                   OR CASE WHEN p.state IN (SELECT state FROM temp.sold_states) THEN coalesce(captured.amount, -1) <> p.amount
                           ELSE captured.amount IS NOT NULL END)",
        .needs_sandbox = true},
    Invariant{.id = "M6",
              .promise = "Every transition of a payment is one that the state machine has, and none is missing.",
              .sql = R"(
                SELECT payment_id FROM (
                  SELECT payment_id, sequence, from_state, to_state, lag(to_state) OVER of_payment AS last_state,
                         row_number() OVER of_payment AS place
                  FROM payment.payment_transitions WINDOW of_payment AS (PARTITION BY payment_id ORDER BY sequence)) AS walked
                WHERE sequence <> place OR from_state IS NOT last_state
                   OR (from_state IS NULL AND to_state <> 'created')
                   OR (from_state IS NOT NULL
                       AND NOT EXISTS (SELECT 1 FROM temp.payment_edges e WHERE e.from_state = walked.from_state
                                         AND e.to_state = walked.to_state))
                UNION
                SELECT p.id FROM payment.payments p
                WHERE p.transition_sequence <> (SELECT count(*) FROM payment.payment_transitions t WHERE t.payment_id = p.id)
                   OR p.state IS NOT (SELECT t.to_state FROM payment.payment_transitions t WHERE t.payment_id = p.id
                                      ORDER BY t.sequence DESC LIMIT 1))",
              .at_all_times = true},
    Invariant{.id = "M10",
              .promise = "Every booking balances, and every sold payment is booked.",
              .sql = R"(
                SELECT payment_id FROM payment.ledger_entries
                GROUP BY payment_id, cause, currency HAVING sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) <> 0
                UNION
                SELECT p.id FROM payment.payments p
                WHERE p.state IN (SELECT state FROM temp.sold_states)
                  AND NOT EXISTS (SELECT 1 FROM payment.ledger_entries e WHERE e.payment_id = p.id AND e.cause = 'capture'
                                    AND e.account = 'cash_clearing' AND e.side = 'debit' AND e.amount = p.amount))",
              .at_all_times = true},
    Invariant{.id = "M10",
              .promise = "What the provider owes us by our ledger is what it owes us by its own.",
              .sql = R"(
                SELECT currency FROM (
                  SELECT currency, CASE side WHEN 'debit' THEN amount ELSE -amount END AS amount
                  FROM payment.ledger_entries WHERE account = 'cash_clearing'
                  UNION ALL
                  SELECT upper(currency), CASE kind WHEN 'capture' THEN -amount ELSE amount END FROM sandbox.bank_ledger)
                GROUP BY currency HAVING sum(amount) <> 0)",
              .needs_sandbox = true},
    Invariant{.id = "M12",
              .promise = "A version of a basket is paid once, and has one open payment at most.",
              .sql = R"(
                SELECT basket_id || ' version ' || basket_version FROM payment.payments
                WHERE basket_id IS NOT NULL AND state NOT IN ('cancelled', 'expired', 'failed')
                GROUP BY user_id, basket_id, basket_version HAVING count(*) > 1)",
              .at_all_times = true},
};

}  // namespace

std::span<const Invariant> money_invariants() {
  return kInvariants;
}

}  // namespace ddd::reconcile
