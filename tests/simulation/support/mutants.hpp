#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <simulation/support/passing.hpp>

namespace ddd::simulation::test {

// Planted mistakes, each a wrapper of one port.

/// A store that doesn't look at the version: the last writer wins.
class CarelessBaskets final : public basket::BasketRepository {
 public:
  CarelessBaskets(basket::BasketRepository& inner, basket::MemoryBasketStore& data) : inner_(inner), data_(data) {}
  [[nodiscard]] Task<Result<std::optional<basket::Basket>>> find_by_user(UserId user_id) override {
    return inner_.find_by_user(user_id);
  }
  [[nodiscard]] Task<Result<>> save(basket::Basket& basket, SaveContext context) override {
    const auto found = data_.baskets.find(basket.state().user_id);
    if (found != data_.baskets.end() && found->second.id == basket.id()) found->second.version = basket.version();
    return inner_.save(basket, std::move(context));
  }
  [[nodiscard]] Task<Result<>> forget_answers(UserId user_id) override { return inner_.forget_answers(user_id); }
  [[nodiscard]] Task<Result<std::vector<UserId>>> expired(Timestamp now, std::size_t limit) override {
    return inner_.expired(now, limit);
  }

 private:
  basket::BasketRepository& inner_;
  basket::MemoryBasketStore& data_;
};

/// Never remembers which request began a payment.
class ForgetfulPayments final : public PassingPayments {
 public:
  using PassingPayments::PassingPayments;
  [[nodiscard]] Task<Result<>> add(payment::Payment& payment, payment::Schedule schedule,
                                   SaveContext context) override {
    context.idempotency.reset();
    return inner_.add(payment, std::move(schedule), std::move(context));
  }
  [[nodiscard]] Task<Result<>> save(payment::Payment& payment, payment::Schedule schedule,
                                    SaveContext context) override {
    context.idempotency.reset();
    return inner_.save(payment, std::move(schedule), std::move(context));
  }
};

/// An inbox that forgets at once what it was given.
class ForgetfulInbox final : public PassingStocks {
 public:
  using PassingStocks::PassingStocks;
  [[nodiscard]] Task<Result<product::StockBooks>> apply(product::ReservationOrder order, SaveContext context) override {
    context.inbox.reset();
    return inner_.apply(std::move(order), std::move(context));
  }
};

/// Takes every reservation for expired as soon as it is asked, pinned ones too: their units go back on the shelf.
class ImpatientStocks final : public PassingStocks {
 public:
  ImpatientStocks(product::StockRepository& inner, product::MemoryCatalogue& data)
      : PassingStocks(inner), data_(data) {}
  [[nodiscard]] Task<Result<std::vector<PaymentId>>> expired_reservations(Timestamp now, std::size_t limit) override {
    for (auto& [id, reservation] : data_.reservations) {
      if (reservation.state != product::ReservationState::pinned) continue;
      reservation.state = product::ReservationState::held;
      reservation.expires_at = now;
    }
    return inner_.expired_reservations(now, limit);
  }

 private:
  product::MemoryCatalogue& data_;
};

/// Makes a key of its own for every request.
class FreshKeys final : public PassingGateway {
 public:
  using PassingGateway::PassingGateway;
  [[nodiscard]] Answer create(const CallContext& call, payment::CreateIntent request) override {
    request.key += "-" + std::to_string(++fresh_);
    return inner_.create(call, std::move(request));
  }

 private:
  int fresh_ = 0;
};

/// Takes it for granted that a cancel works.
class HopefulCancel final : public PassingGateway {
 public:
  using PassingGateway::PassingGateway;
  [[nodiscard]] Answer cancel(const CallContext& call, std::string, std::string intent_id) override {
    auto answer = co_await inner_.look_up(call, std::move(intent_id));
    if (auto* facts = std::get_if<payment::IntentFacts>(&answer)) facts->status = payment::IntentStatus::canceled;
    co_return answer;
  }
};

/// Takes no answer for a failure.
class ImpatientCapture final : public PassingGateway {
 public:
  using PassingGateway::PassingGateway;
  [[nodiscard]] Answer capture(const CallContext& call, std::string key, std::string intent_id) override {
    auto answer = co_await inner_.capture(call, std::move(key), intent_id);
    if (!std::holds_alternative<payment::OutcomeUnknown>(answer)) co_return answer;
    auto seen = co_await inner_.look_up(call, std::move(intent_id));
    if (auto* facts = std::get_if<payment::IntentFacts>(&seen)) facts->status = payment::IntentStatus::canceled;
    co_return seen;
  }
};

/// Says that the money was taken before it was.
class HopefulCapture final : public PassingGateway {
 public:
  using PassingGateway::PassingGateway;
  [[nodiscard]] Answer capture(const CallContext& call, std::string key, std::string intent_id) override {
    auto answer = co_await inner_.capture(call, std::move(key), intent_id);
    if (!std::holds_alternative<payment::OutcomeUnknown>(answer)) co_return answer;
    auto seen = co_await inner_.look_up(call, std::move(intent_id));
    if (auto* facts = std::get_if<payment::IntentFacts>(&seen)) {
      facts->status = payment::IntentStatus::succeeded;
      facts->received = facts->amount;
    }
    co_return seen;
  }
};

/// Calls product for everything but the pin.
class NoPin final : public contracts::ProductApi {
 public:
  explicit NoPin(contracts::ProductApi& inner) : inner_(inner) {}
  [[nodiscard]] Task<Result<std::vector<contracts::ProductInfo>>> validate_products(
      const CallContext& call, std::vector<ProductId> ids) override {
    return inner_.validate_products(call, std::move(ids));
  }
  [[nodiscard]] Task<Result<>> reserve_stock(const CallContext& call, contracts::ReserveStockRequest request) override {
    return inner_.reserve_stock(call, std::move(request));
  }
  [[nodiscard]] Task<Result<>> pin_reservation(const CallContext&, PaymentId) override { co_return Result<>{}; }
  [[nodiscard]] Task<Result<>> release_reservation(const CallContext& call, PaymentId payment_id) override {
    return inner_.release_reservation(call, std::move(payment_id));
  }

 private:
  contracts::ProductApi& inner_;
};

/// Notes events as published before the bus has them.
class HastyOutbox final : public Outbox {
 public:
  explicit HastyOutbox(Outbox& inner) : inner_(inner) {}
  [[nodiscard]] Task<Result<std::vector<OutboxRow>>> unpublished(std::size_t limit) override {
    DDD_CO_TRY(auto rows, co_await inner_.unpublished(limit));
    std::vector<std::int64_t> numbers;
    for (const auto& row : rows) numbers.push_back(row.row);
    DDD_CO_CHECK(co_await inner_.mark_published(std::move(numbers), {}));
    co_return rows;
  }
  [[nodiscard]] Task<Result<>> mark_published(std::vector<std::int64_t>, Timestamp) override { co_return Result<>{}; }

 private:
  Outbox& inner_;
};

/// Fetches ahead, and commits the group's offset for what it has fetched, before anything has come of it.
class HastyBus final : public EventBus {
 public:
  explicit HastyBus(EventBus& inner) : inner_(inner) {}
  [[nodiscard]] Task<Result<>> append(std::vector<Event> events) override { return inner_.append(std::move(events)); }
  [[nodiscard]] Task<Result<>> bury(DeadLetter letter) override { return inner_.bury(std::move(letter)); }
  [[nodiscard]] std::unique_ptr<BusReader> open(std::string group, std::string topic) override {
    return std::make_unique<Reader>(inner_.open(std::move(group), std::move(topic)));
  }
  [[nodiscard]] std::unique_ptr<BusReader> replay(std::string topic, Timestamp since) override {
    return inner_.replay(std::move(topic), since);
  }

 private:
  class Reader final : public BusReader {
   public:
    explicit Reader(std::unique_ptr<BusReader> inner) : inner_(std::move(inner)) {}
    [[nodiscard]] Task<Result<std::vector<Delivered>>> poll(std::size_t limit,
                                                            std::chrono::milliseconds wait) override {
      auto events = std::exchange(ahead_, {});
      DDD_CO_TRY(ahead_, co_await inner_->poll(limit, events.empty() ? wait : std::chrono::milliseconds(0)));
      if (!ahead_.empty()) DDD_CO_CHECK(co_await inner_->commit(ahead_.back().offset));
      co_return events;
    }
    [[nodiscard]] Task<Result<>> commit(std::int64_t) override { co_return Result<>{}; }
    void rewind() override { inner_->rewind(); }

   private:
    std::unique_ptr<BusReader> inner_;
    std::vector<Delivered> ahead_;
  };

  EventBus& inner_;
};

}  // namespace ddd::simulation::test
