#include <array>

#include <ddd/reconcile/invariant.hpp>

namespace ddd::reconcile {
namespace {

constexpr std::array kInvariants{
    Invariant{.id = "M1",
              .promise =
                  "Every refund at the provider is one of ours, of equal amount and currency, and the other way round.",
              .sql = R"(
                SELECT s.id FROM sandbox.refunds s
                LEFT JOIN payment.refunds r ON r.id = json_extract(s.metadata, '$.refund_id')
                LEFT JOIN payment.payments p ON p.id = r.payment_id
                WHERE r.id IS NULL OR r.amount <> s.amount OR r.currency <> upper(s.currency) OR p.intent_id <> s.intent
                   OR r.status = 'failed' AND s.status <> 'failed'
                UNION
                SELECT r.id FROM payment.refunds r LEFT JOIN sandbox.refunds s ON s.id = r.provider_id
                WHERE r.provider_id <> '' AND (s.id IS NULL OR s.status <> r.status
                                               OR json_extract(s.metadata, '$.refund_id') IS NOT r.id))",
              .needs_sandbox = true},
    Invariant{.id = "M5",
              .promise =
                  "Pending and succeeded refunds of a payment are never more than was captured, and its state says "
                  "how much went back.",
              .sql = R"(
                SELECT p.id FROM payment.payments p
                LEFT JOIN (SELECT payment_id, sum(CASE status WHEN 'failed' THEN 0 ELSE amount END) AS asked,
                                  sum(CASE status WHEN 'succeeded' THEN amount ELSE 0 END) AS given,
                                  max(currency) AS currency, min(currency) AS other
                           FROM payment.refunds GROUP BY payment_id) r ON r.payment_id = p.id
                WHERE coalesce(r.asked, 0) > CASE WHEN p.state IN (SELECT state FROM temp.sold_states) THEN p.amount ELSE 0 END
                   OR coalesce(r.given, 0) <> p.refunded OR r.currency <> p.currency OR r.other <> p.currency
                   OR p.refunded <> 0 AND p.state <> CASE p.refunded WHEN p.amount THEN 'refunded' ELSE 'partially_refunded' END
                   OR p.refunded = 0 AND p.state IN ('partially_refunded', 'refunded'))",
              .at_all_times = true},
    Invariant{.id = "M5",
              .promise = "What went back by our books went back by the provider's, payment by payment.",
              .sql = R"(
                SELECT id FROM (
                  SELECT id, refunded AS amount FROM payment.payments
                  UNION ALL
                  SELECT payment_id, CASE kind WHEN 'refund' THEN -amount ELSE amount END
                  FROM sandbox.bank_ledger WHERE kind IN ('refund', 'refund_failed'))
                GROUP BY id HAVING sum(amount) <> 0)",
              .needs_sandbox = true},
    Invariant{.id = "M10",
              .promise = "Every refund that succeeded is booked, and booked back if it failed later.",
              .sql = R"(
                WITH booked AS (
                  SELECT substr(cause, 8) AS id, amount, 'refund' AS kind FROM payment.ledger_entries
                  WHERE cause LIKE 'refund:%' AND account = 'cash_clearing' AND side = 'credit'
                  UNION ALL
                  SELECT substr(cause, 15), amount, 'refund_failed' FROM payment.ledger_entries
                  WHERE cause LIKE 'refund!_failed:%' ESCAPE '!' AND account = 'cash_clearing' AND side = 'debit'),
                expected AS (
                  SELECT id, amount, 'refund' AS kind FROM payment.refunds WHERE succeeded_at IS NOT NULL
                  UNION ALL
                  SELECT id, amount, 'refund_failed' FROM payment.refunds
                  WHERE succeeded_at IS NOT NULL AND status = 'failed')
                SELECT id FROM (SELECT * FROM expected EXCEPT SELECT * FROM booked)
                UNION
                SELECT id FROM (SELECT * FROM booked EXCEPT SELECT * FROM expected))",
              .at_all_times = true},
    Invariant{.id = "M11",
              .promise = "Every refund was written down under its key before it could be sent.",
              .sql = R"(
                SELECT r.id FROM payment.refunds r
                WHERE (SELECT count(*) FROM payment.gateway_calls c
                       WHERE c.operation = 'refund' AND c.payment_id = r.payment_id
                         AND (c.key = 'refund:' || r.id OR c.key LIKE 'refund:' || r.id || ':%')) <> r.attempt)",
              .at_all_times = true},
};

}  // namespace

std::span<const Invariant> refund_invariants() {
  return kInvariants;
}

}  // namespace ddd::reconcile
