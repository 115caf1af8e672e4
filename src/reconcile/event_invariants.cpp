#include <array>

#include <ddd/reconcile/invariant.hpp>

namespace ddd::reconcile {
namespace {

// Rows that were published are kept for a week; a day before that they still have to be there.
constexpr std::array kInvariants{
    Invariant{.id = "E1",
              .promise = "Every change that is an event has exactly one outbox row: an aggregate's events have no gap "
                         "and no end missing.",
              .sql = R"(
                WITH written AS (
                  SELECT subject, sequence FROM user.outbox UNION ALL SELECT subject, sequence FROM product.outbox
                  UNION ALL SELECT subject, sequence FROM basket.outbox UNION ALL SELECT subject, sequence FROM payment.outbox),
                counted AS (
                  SELECT subject, min(sequence) AS first, max(sequence) AS last, count(*) AS events FROM written GROUP BY subject),
                aggregates AS (
                  SELECT 'user/' || id AS subject, event_sequence FROM user.users
                  UNION ALL SELECT 'session/' || id, event_sequence FROM user.sessions
                  UNION ALL SELECT 'product/' || id, event_sequence FROM product.products
                  UNION ALL SELECT 'stock/' || product_id, event_sequence FROM product.stocks
                  UNION ALL SELECT 'reservation/' || id, event_sequence FROM product.reservations
                  UNION ALL SELECT 'basket/' || id, event_sequence FROM basket.baskets
                  UNION ALL SELECT 'payment/' || id, event_sequence FROM payment.payments
                  UNION ALL SELECT 'wallet/' || user_id, event_sequence FROM payment.wallets)
                SELECT subject FROM counted WHERE last - first + 1 <> events
                UNION
                SELECT c.subject FROM counted c JOIN aggregates a ON a.subject = c.subject WHERE a.event_sequence <> c.last)",
              .at_all_times = true},
    Invariant{
        .id = "E2",
        .promise =
            "The bus has exactly the events of the outboxes: none is lost, none invented, none stuck for a minute.",
        .sql = R"(
                WITH written AS (
                  SELECT id, published_at, time FROM user.outbox UNION ALL SELECT id, published_at, time FROM product.outbox
                  UNION ALL SELECT id, published_at, time FROM basket.outbox
                  UNION ALL SELECT id, published_at, time FROM payment.outbox)
                SELECT id FROM written WHERE published_at IS NOT NULL AND id NOT IN (SELECT id FROM bus.events)
                UNION
                SELECT w.id FROM written w, temp.moment WHERE w.published_at IS NULL AND w.time + 60000000 < moment.at
                UNION
                SELECT e.id FROM bus.events e, temp.moment
                WHERE e.time > moment.at - 518400000000 AND e.id NOT IN (SELECT id FROM written))"},
    Invariant{
        .id = "E4",
        .promise = "A consumer's effects are exactly the events that it was given: each applied once or set aside.",
        .sql = R"(
                WITH applied AS (
                  SELECT event_id, applied_at FROM user.inbox UNION ALL SELECT event_id, applied_at FROM product.inbox
                  UNION ALL SELECT event_id, applied_at FROM basket.inbox
                  UNION ALL SELECT event_id, applied_at FROM payment.inbox)
                SELECT a.event_id FROM applied a, temp.moment
                WHERE a.applied_at > moment.at - 518400000000 AND a.event_id NOT IN (SELECT id FROM bus.events)
                UNION
                SELECT e.id FROM temp.moment, bus.events e JOIN bus.group_offsets g
                  ON g.topic = e.topic AND g.consumer_group = 'product.settle_reservations' AND e.offset <= g.committed
                WHERE e.time > moment.at - 518400000000
                  AND e.type IN ('ddd.payment.completed.v1', 'ddd.payment.failed.v1', 'ddd.payment.cancelled.v1',
                                 'ddd.payment.expired.v1')
                  AND e.id NOT IN (SELECT event_id FROM product.inbox WHERE consumer = g.consumer_group)
                  AND e.id NOT IN (SELECT event_id FROM bus.dead_letters WHERE consumer_group = g.consumer_group))"},
};

}  // namespace

std::span<const Invariant> event_invariants() {
  return kInvariants;
}

}  // namespace ddd::reconcile
