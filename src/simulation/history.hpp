#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <ddd/kernel/ids.hpp>
#include <ddd/simulation/request.hpp>
#include <ddd/simulation/watch.hpp>

namespace ddd::simulation {

/// What buyers were told, and what must therefore be true in the end.
class History {
 public:
  explicit History(Watch& watch) : watch_(watch) {}

  /// The answer of a payment route to a request under a key.
  void answered(UserId user, const std::string& key, const Answer& answer);
  /// The buyer goes on with a payment that was refused: it may be charged after all.
  void tries_again(const std::string& payment_id) { tried_again_.insert(payment_id); }

  /// Units of a product that went into a user's basket for sure, or perhaps.
  void added(UserId user, ProductId product, std::int64_t units, bool for_sure);
  /// The user took something out: what is in the basket can't be told any more.
  void took_out(UserId user) { unclear_baskets_.insert(user); }

  /// Holds everything against the stores, when nothing happens any more.
  void check(const Stores& stores) const;

 private:
  struct Units {
    std::int64_t sure = 0;
    std::int64_t perhaps = 0;
  };
  void check_payments(const Stores& stores) const;
  void check_baskets(const Stores& stores) const;

  Watch& watch_;
  std::map<std::pair<UserId, std::string>, std::string> payment_of_key_;
  std::map<std::pair<UserId, std::string>, std::string> final_answers_;
  std::set<std::string> completed_;
  std::set<std::string> tried_again_;
  std::map<std::string, std::string> refused_;  ///< with what the buyer was told
  std::map<std::pair<UserId, ProductId>, Units> units_;
  std::set<UserId> unclear_baskets_;
};

}  // namespace ddd::simulation
