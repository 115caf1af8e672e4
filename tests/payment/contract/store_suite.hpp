#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <payment/contract/stores.hpp>
#include <payment/support/as_text.hpp>
#include <support/await.hpp>

namespace ddd::payment::test {

/// One suite for every kind: what holds for one adapter holds for all.
class StoreTest : public testing::TestWithParam<StoreKind> {
 protected:
  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }
  static SaveContext saving(Timestamp now = kStart) {
    return {.now = now, .trace = {}, .correlation_id = "c", .causation_id = "d", .inbox = {}, .idempotency = {}};
  }

  Result<> add(Payment& payment, Schedule schedule = {}, SaveContext context = saving()) {
    return run(store->payments().add(payment, std::move(schedule), std::move(context)));
  }
  Result<> save(Payment& payment, Schedule schedule = {}, SaveContext context = saving()) {
    return run(store->payments().save(payment, std::move(schedule), std::move(context)));
  }
  Payment added(PaymentId id = payment_id(1), Schedule schedule = {}) {
    auto payment = new_payment(std::move(id));
    EXPECT_TRUE(add(payment, std::move(schedule)));
    return payment;
  }
  Payment found(const PaymentId& id = payment_id(1)) { return run(store->payments().find(id)).value(); }
  std::string stored(const PaymentId& id = payment_id(1)) { return as_text(found(id).state()); }

  std::vector<Event> told() {
    std::vector<Event> events;
    const auto rows = run(store->outbox().unpublished(1000));
    for (const auto& row : *rows) events.push_back(row.event);
    return events;
  }
  /// The payment's whole log as text, read in pages of `limit`.
  std::vector<std::string> log_of(const PaymentId& id, std::size_t limit = 100) {
    std::vector<std::string> log;
    std::optional<std::int64_t> after;
    do {
      const auto page = run(store->views().transitions(id, limit, after)).value();
      EXPECT_LE(page.items.size(), limit);
      for (const auto& transition : page.items) log.push_back(as_text(transition));
      after = page.next;
    } while (after);
    return log;
  }

  boost::asio::io_context context;
  CountingIds ids;
  std::unique_ptr<Store> store = GetParam().make(ids);
};

}  // namespace ddd::payment::test
