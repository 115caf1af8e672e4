#pragma once

#include <string>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <payment/support/mortality.hpp>

#include <ddd/payment/application/ports/payment_repository.hpp>

namespace ddd::payment::test {

/// As a store on another thread would: each call takes a turn of the event loop, so that use cases interleave; and the
/// process may die before and after each write.
class MortalPayments final : public PaymentRepository {
 public:
  MortalPayments(PaymentRepository& inner, Mortality& mortality) : inner_(inner), mortality_(mortality) {}

  [[nodiscard]] Task<Result<Payment>> find(PaymentId id) override {
    co_await boost::asio::post(use_task);
    co_return co_await inner_.find(std::move(id));
  }
  [[nodiscard]] Task<Result<>> add(Payment& payment, Schedule schedule, SaveContext context) override {
    return write(inner_.add(payment, std::move(schedule), std::move(context)));
  }
  [[nodiscard]] Task<Result<>> save(Payment& payment, Schedule schedule, SaveContext context) override {
    ++saves;
    return write(inner_.save(payment, std::move(schedule), std::move(context)));
  }
  [[nodiscard]] Task<Result<ClaimedPayment>> claim(PaymentId id, std::string owner, Timestamp now,
                                                   Timestamp until) override {
    return write(inner_.claim(std::move(id), std::move(owner), now, until));
  }
  [[nodiscard]] Task<Result<DuePayments>> claim_due(std::string owner, Timestamp now, Timestamp until,
                                                    std::size_t limit) override {
    return write(inner_.claim_due(std::move(owner), now, until, limit));
  }
  [[nodiscard]] Task<Result<>> release(PaymentId id, std::string owner, std::optional<Timestamp> next_action_at,
                                       int tries) override {
    return write(inner_.release(std::move(id), std::move(owner), next_action_at, tries));
  }
  [[nodiscard]] Task<Result<>> release_all(Timestamp now) override { return write(inner_.release_all(now)); }
  [[nodiscard]] Task<Result<bool>> record_webhook(std::string event_id, std::string type, std::string intent_id,
                                                  Timestamp now) override {
    return write(inner_.record_webhook(std::move(event_id), std::move(type), std::move(intent_id), now));
  }

  int saves = 0;
  /// After so many writes that many find the store away.
  int spared = 0;
  int unavailable = 0;

 private:
  template <class T>
  Task<Result<T>> write(Task<Result<T>> effect) {
    co_await boost::asio::post(use_task);
    mortality_.pass();
    if (spared > 0) {
      --spared;
    } else if (unavailable > 0) {
      --unavailable;
      co_return Refused(store_errors::unavailable());
    }
    auto answer = co_await std::move(effect);
    mortality_.pass();
    co_return answer;
  }

  PaymentRepository& inner_;
  Mortality& mortality_;
};

}  // namespace ddd::payment::test
