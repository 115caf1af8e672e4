#include <array>

#include <ddd/reconcile/invariant.hpp>

namespace ddd::reconcile {
namespace {

constexpr std::array kInvariants{
    Invariant{.id = "M1",
              .promise =
                  "Every payment intent at the provider belongs to a payment of equal amount and currency, and the "
                  "other way round.",
              .sql = R"(
                SELECT i.id FROM sandbox.payment_intents i
                LEFT JOIN payment.payments p ON p.id = json_extract(i.metadata, '$.payment_id')
                WHERE p.id IS NULL OR p.amount <> i.amount OR p.currency <> upper(i.currency)
                UNION
                SELECT p.id FROM payment.payments p LEFT JOIN sandbox.payment_intents i ON i.id = p.intent_id
                WHERE p.intent_id <> '' AND (i.id IS NULL OR json_extract(i.metadata, '$.payment_id') IS NOT p.id))",
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
              .promise = "An idempotency key names one payment or refund that exists.",
              .sql = R"(
                SELECT i.key FROM payment.idempotency i
                WHERE i.resource_id LIKE 'pay!_%' ESCAPE '!'
                  AND NOT EXISTS (SELECT 1 FROM payment.payments p WHERE p.id = i.resource_id AND p.user_id = i.user_id)
                UNION
                SELECT i.key FROM payment.idempotency i
                WHERE i.resource_id LIKE 'rfd!_%' ESCAPE '!'
                  AND NOT EXISTS (SELECT 1 FROM payment.refunds r WHERE r.id = i.resource_id))",
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
    Invariant{.id = "M7", .promise = "Nothing is captured whose units were not pinned before.", .sql = R"(
                SELECT c.payment_id FROM payment.gateway_calls c
                WHERE c.operation = 'capture'
                  AND NOT EXISTS (SELECT 1 FROM payment.payment_transitions t WHERE t.payment_id = c.payment_id
                                    AND t.to_state = 'stock_pinned' AND t.at <= c.prepared_at)
                UNION
                SELECT p.id FROM payment.payments p
                WHERE p.state IN ('capturing', 'completed', 'partially_refunded', 'refunded')
                  AND NOT EXISTS (SELECT 1 FROM product.reservations r WHERE r.id = p.id AND r.state IN ('pinned', 'consumed')))"},
    Invariant{.id = "M8",
              .promise = "No payment has ended unpaid while the provider holds or has its money.",
              .sql = R"(
                SELECT p.id FROM sandbox.payment_intents i
                JOIN payment.payments p ON p.id = json_extract(i.metadata, '$.payment_id')
                WHERE p.state IN ('cancelled', 'expired', 'failed')
                  AND i.status IN ('succeeded', 'requires_capture', 'processing'))",
              .needs_sandbox = true},
    Invariant{.id = "M9",
              .promise = "A payment that has ended is not uncertain: it waited for evidence.",
              .sql = R"(
                SELECT id FROM payment.payments
                WHERE uncertain_since IS NOT NULL
                  AND state IN ('completed', 'partially_refunded', 'refunded', 'cancelled', 'expired', 'failed'))",
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
                  SELECT upper(currency), CASE kind WHEN 'refund' THEN amount ELSE -amount END FROM sandbox.bank_ledger)
                GROUP BY currency HAVING sum(amount) <> 0)",
              .needs_sandbox = true},
    Invariant{
        .id = "M11",
        .promise = "What the provider was asked to do was written down before, under the key that it was asked with.",
        .sql = R"(
                SELECT k.key FROM sandbox.idempotency_keys k LEFT JOIN payment.gateway_calls c ON c.key = k.key
                WHERE (k.key LIKE 'pay!_%' ESCAPE '!' OR k.key LIKE 'refund:%') AND (c.key IS NULL OR c.prepared_at > k.created_at + 5000000)
                UNION
                SELECT p.id FROM payment.payments p
                WHERE p.intent_id <> ''
                  AND NOT EXISTS (SELECT 1 FROM payment.gateway_calls c WHERE c.payment_id = p.id AND c.operation = 'create')
                UNION
                SELECT p.id FROM payment.payments p
                WHERE p.state IN (SELECT state FROM temp.sold_states)
                  AND NOT EXISTS (SELECT 1 FROM payment.gateway_calls c WHERE c.payment_id = p.id AND c.operation = 'capture'))",
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
