#pragma once

#include <string>
#include <utility>
#include <vector>

#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/platform/effects/idempotency_store.hpp>
#include <ddd/platform/messaging/outbox.hpp>
#include <ddd/product/application/ports/stock_repository.hpp>
#include <ddd/simulation/disk.hpp>
#include <ddd/simulation/watch.hpp>

namespace ddd::simulation {

// The repositories that money and stock depend on, behind a process's disk and watched. `inner`, `disk` and `watch`
// outlive them.

class WatchedPayments final : public payment::PaymentRepository {
 public:
  WatchedPayments(payment::PaymentRepository& inner, Disk& disk, Watch& watch)
      : inner_(inner), disk_(disk), watch_(watch) {}

  [[nodiscard]] Task<Result<payment::Payment>> find(PaymentId id) override {
    return disk_.read(inner_.find(std::move(id)));
  }
  [[nodiscard]] Task<Result<>> add(payment::Payment& payment, payment::Schedule schedule,
                                   SaveContext context) override {
    return disk_.write(inner_.add(payment, std::move(schedule), std::move(context)),
                       [this, &payment](const Result<>&) { watch_.payment_saved(payment.id()); });
  }
  [[nodiscard]] Task<Result<>> save(payment::Payment& payment, payment::Schedule schedule,
                                    SaveContext context) override {
    return disk_.write(inner_.save(payment, std::move(schedule), std::move(context)),
                       [this, &payment](const Result<>&) { watch_.payment_saved(payment.id()); });
  }
  [[nodiscard]] Task<Result<payment::ClaimedPayment>> claim(PaymentId id, std::string owner, Timestamp now,
                                                            Timestamp until) override {
    return disk_.write(inner_.claim(std::move(id), std::move(owner), now, until));
  }
  [[nodiscard]] Task<Result<payment::DuePayments>> claim_due(std::string owner, Timestamp now, Timestamp until,
                                                             std::size_t limit) override {
    return disk_.write(inner_.claim_due(std::move(owner), now, until, limit));
  }
  [[nodiscard]] Task<Result<>> release(PaymentId id, std::string owner, std::optional<Timestamp> next_action_at,
                                       int tries) override {
    return disk_.write(inner_.release(std::move(id), std::move(owner), next_action_at, tries));
  }
  [[nodiscard]] Task<Result<>> release_all(Timestamp now) override { return inner_.release_all(now); }
  [[nodiscard]] Task<Result<bool>> record_webhook(std::string event_id, std::string type, std::string intent_id,
                                                  Timestamp now) override {
    return disk_.write(inner_.record_webhook(std::move(event_id), std::move(type), std::move(intent_id), now));
  }

 private:
  payment::PaymentRepository& inner_;
  Disk& disk_;
  Watch& watch_;
};

class WatchedStocks final : public product::StockRepository {
 public:
  WatchedStocks(product::StockRepository& inner, Disk& disk, Watch& watch)
      : inner_(inner), disk_(disk), watch_(watch) {}

  [[nodiscard]] Task<Result<product::Stock>> find(ProductId id) override { return disk_.read(inner_.find(id)); }
  [[nodiscard]] Task<Result<>> save(product::Stock& stock, SaveContext context) override {
    return disk_.write(inner_.save(stock, std::move(context)),
                       [this, &stock](const Result<>&) { watch_.stock_saved(stock.product_id()); });
  }
  [[nodiscard]] Task<Result<product::StockBooks>> apply(product::ReservationOrder order, SaveContext context) override {
    return disk_.write(inner_.apply(std::move(order), std::move(context)),
                       [this](const Result<product::StockBooks>& books) {
                         for (const auto& stock : books->stocks) watch_.stock_saved(stock.product_id());
                         if (books->reservation) watch_.reservation_saved(books->reservation->id());
                       });
  }
  [[nodiscard]] Task<Result<>> note_failure(product::StockConsumeFailed failure, SaveContext context) override {
    return disk_.write(inner_.note_failure(std::move(failure), std::move(context)));
  }
  [[nodiscard]] Task<Result<std::vector<PaymentId>>> expired_reservations(Timestamp now, std::size_t limit) override {
    return disk_.read(inner_.expired_reservations(now, limit));
  }

 private:
  product::StockRepository& inner_;
  Disk& disk_;
  Watch& watch_;
};

class WatchedBaskets final : public basket::BasketRepository {
 public:
  WatchedBaskets(basket::BasketRepository& inner, Disk& disk, Watch& watch)
      : inner_(inner), disk_(disk), watch_(watch) {}

  [[nodiscard]] Task<Result<std::optional<basket::Basket>>> find_by_user(UserId user_id) override {
    return disk_.read(inner_.find_by_user(user_id));
  }
  [[nodiscard]] Task<Result<>> save(basket::Basket& basket, SaveContext context) override {
    return disk_.write(inner_.save(basket, std::move(context)),
                       [this, &basket](const Result<>&) { watch_.basket_saved(basket.state().user_id); });
  }
  [[nodiscard]] Task<Result<>> forget_answers(UserId user_id) override {
    return disk_.write(inner_.forget_answers(user_id));
  }
  [[nodiscard]] Task<Result<std::vector<UserId>>> expired(Timestamp now, std::size_t limit) override {
    return disk_.read(inner_.expired(now, limit));
  }

 private:
  basket::BasketRepository& inner_;
  Disk& disk_;
  Watch& watch_;
};

class DistantAnswers final : public IdempotencyStore {
 public:
  DistantAnswers(IdempotencyStore& inner, Disk& disk) : inner_(inner), disk_(disk) {}
  [[nodiscard]] Task<Result<std::optional<IdempotencyRecord>>> find(UserId user_id, std::string key) override {
    return disk_.read(inner_.find(user_id, std::move(key)));
  }

 private:
  IdempotencyStore& inner_;
  Disk& disk_;
};

class DistantOutbox final : public Outbox {
 public:
  DistantOutbox(Outbox& inner, Disk& disk) : inner_(inner), disk_(disk) {}
  [[nodiscard]] Task<Result<std::vector<OutboxRow>>> unpublished(std::size_t limit) override {
    return disk_.read(inner_.unpublished(limit));
  }
  [[nodiscard]] Task<Result<>> mark_published(std::vector<std::int64_t> rows, Timestamp at) override {
    return disk_.write(inner_.mark_published(std::move(rows), at));
  }

 private:
  Outbox& inner_;
  Disk& disk_;
};

}  // namespace ddd::simulation
