#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "api.hpp"
#include "recorder.hpp"

#include <ddd/platform/async/sleep.hpp>
#include <ddd/reconcile/history.hpp>

namespace ddd::ctl {

/// One client of the shop: fills its basket, pays, thinks again, looks. It does one thing at a time, and what has no
/// sure answer it sends again under the same key until it has one. What it does is decided by its seed; what it meets
/// isn't.
class Shopper {
 public:
  struct Surroundings {
    Api& api;
    Recorder& recorder;
    Sleeper& sleeper;
    const std::vector<std::int64_t>& products;
  };
  Shopper(int number, std::uint64_t seed, Surroundings surroundings);

  /// Makes its account. False if the shop refuses.
  [[nodiscard]] Task<bool> sign_up();
  /// Shops until then.
  [[nodiscard]] Task<> shop(std::chrono::steady_clock::time_point until);
  /// The last look at its basket.
  [[nodiscard]] Task<> look_at_basket();

  [[nodiscard]] std::int64_t user() const { return user_; }

 private:
  /// What is asked, and how its entry begins.
  struct Plan {
    reconcile::Entry entry;
    http::Method method = http::Method::get;
    std::string path;
    std::string body;
  };

  [[nodiscard]] Task<> act();
  [[nodiscard]] Task<> add_item();
  [[nodiscard]] Task<> remove_item();
  [[nodiscard]] Task<> pay();
  [[nodiscard]] Task<> cancel(std::string payment);
  [[nodiscard]] Task<> look_around();
  /// Tries until the outcome is known, or time is up; the last try's entry.
  [[nodiscard]] Task<reconcile::Entry> insist(Plan plan);
  /// One try, recorded.
  [[nodiscard]] Task<reconcile::Entry> attempt(Plan plan);
  /// The same for several at once.
  [[nodiscard]] Task<> attempt_aside(Plan plan);
  [[nodiscard]] Task<bool> log_in();
  [[nodiscard]] Plan plan(reconcile::Action action, http::Method method, std::string path);
  [[nodiscard]] std::string new_key();
  [[nodiscard]] std::int64_t chance(std::int64_t below);

  int number_;
  std::mt19937_64 random_;
  Surroundings with_;
  std::string email_;
  std::string token_;
  std::int64_t user_ = 0;
  std::vector<std::string> completed_;
};

}  // namespace ddd::ctl
