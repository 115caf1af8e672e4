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
                  UNION ALL SELECT 'wallet/' || user_id, event_sequence FROM payment.wallets
                  UNION ALL SELECT 'item/' || item_id, event_sequence FROM basket.line_flags
                  UNION ALL SELECT 'risk/' || user_id, event_sequence FROM user.risks)
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
                  SELECT id, published_at, observed_at, time FROM user.outbox
                  UNION ALL SELECT id, published_at, observed_at, time FROM product.outbox
                  UNION ALL SELECT id, published_at, observed_at, time FROM basket.outbox
                  UNION ALL SELECT id, published_at, observed_at, time FROM payment.outbox)
                SELECT w.id FROM written w, temp.moment
                WHERE w.published_at IS NOT NULL AND w.time > moment.at - 518400000000 AND w.id NOT IN (SELECT id FROM bus.events)
                UNION
                SELECT w.id FROM written w, temp.moment WHERE w.published_at IS NULL AND w.time + 60000000 < moment.at
                UNION
                SELECT e.id FROM bus.events e, temp.moment
                WHERE e.time > moment.at - 518400000000 AND e.id NOT IN (SELECT id FROM written)
                UNION
                SELECT w.id FROM written w
                WHERE w.published_at IS NOT NULL AND w.observed_at IS NULL AND w.id IN
                  (SELECT e.id FROM bus.events e JOIN bus.group_offsets g ON g.topic = e.topic AND e.offset <= g.committed
                   WHERE g.consumer_group LIKE '%.read!_back' ESCAPE '!'))"},
    Invariant{.id = "E3", .promise = "The events of an aggregate came onto the bus in their order.", .sql = R"(
                WITH sent_again AS (
                  SELECT id FROM user.outbox WHERE republished > 0 UNION ALL SELECT id FROM product.outbox WHERE republished > 0
                  UNION ALL SELECT id FROM basket.outbox WHERE republished > 0
                  UNION ALL SELECT id FROM payment.outbox WHERE republished > 0),
                first_times AS (
                  SELECT topic, id, subject, sequence, min(offset) AS place FROM bus.events, temp.moment
                  WHERE time > moment.at - 518400000000 GROUP BY topic, id),
                walked AS (
                  SELECT id, sequence, lag(sequence) OVER (PARTITION BY topic, subject ORDER BY place) AS last FROM first_times)
                SELECT id FROM walked WHERE last >= sequence AND id NOT IN (SELECT id FROM sent_again))"},
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
                  AND e.id NOT IN (SELECT event_id FROM bus.dead_letters
                                   WHERE consumer_group = g.consumer_group AND state <> 'redriven'))"},
    Invariant{.id = "E4", .promise = "What stock and basket did for a sale is noted in its fulfilment.", .sql = R"(
                SELECT f.payment_id FROM payment.fulfilments f JOIN product.reservations r ON r.id = f.payment_id
                WHERE r.state = 'consumed' AND f.products <> ''
                UNION
                SELECT f.payment_id FROM payment.fulfilments f JOIN basket.basket_payments b ON b.payment_id = f.payment_id
                WHERE f.waits_for_basket = 1)"},
    Invariant{.id = "E5",
              .promise = "No consumer group is ahead of its topic.",
              .sql = R"(
                SELECT g.consumer_group || ' on ' || g.topic FROM bus.group_offsets g LEFT JOIN bus.topics t ON t.topic = g.topic
                WHERE g.committed >= coalesce(t.next_offset, 1))",
              .at_all_times = true},
    Invariant{.id = "E6",
              .promise = "Every dead letter is an event that its topic still has.",
              .sql = R"(
                SELECT d.event_id FROM bus.dead_letters d
                LEFT JOIN bus.events e ON e.topic = d.topic AND e.offset = d.offset WHERE e.id IS NOT d.event_id)",
              .at_all_times = true},
    Invariant{.id = "E7",
              .promise = "Every event on the bus is JSON of at most 64 KiB under a versioned type.",
              .sql = R"(
                SELECT e.id FROM bus.events e, temp.moment
                WHERE e.time > moment.at - 518400000000
                  AND (NOT json_valid(e.data) OR length(e.data) > 65536 OR e.type NOT GLOB 'ddd.*.*.v[1-9]*'))",
              .at_all_times = true},
    Invariant{.id = "E8",
              .promise = "An event that another caused comes after it and belongs to the same story.",
              .sql = R"(
                WITH written AS (
                  SELECT id, time, correlation_id, causation_id FROM user.outbox
                  UNION ALL SELECT id, time, correlation_id, causation_id FROM product.outbox
                  UNION ALL SELECT id, time, correlation_id, causation_id FROM basket.outbox
                  UNION ALL SELECT id, time, correlation_id, causation_id FROM payment.outbox)
                SELECT effect.id FROM written effect JOIN written cause ON cause.id = effect.causation_id
                WHERE effect.correlation_id <> cause.correlation_id OR effect.time + 5000000 < cause.time)",
              .at_all_times = true},
};

}  // namespace

std::span<const Invariant> event_invariants() {
  return kInvariants;
}

}  // namespace ddd::reconcile
