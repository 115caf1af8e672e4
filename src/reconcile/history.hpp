#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ddd::reconcile {

/// What a client tried to do.
enum class Action {
  add_item,      ///< puts `quantity` units of `product` into its basket
  remove_item,   ///< takes the line of `product` out
  read_basket,   ///< gets `items`
  pay,           ///< pays the basket under `key`
  cancel,        ///< cancels `payment` under `key`
  read_payment,  ///< gets the status of `payment`
  read_stock,    ///< gets the available `quantity` of `product`
};
[[nodiscard]] std::string_view to_text(Action action);

using Items = std::map<std::int64_t, std::int64_t>;  ///< units by product

/// One request and its answer. A client does one thing after the other; what has no sure answer it sends again under
/// the same key, so that the entries of one client and key are tries of one thing.
struct Entry {
  std::int64_t number = 0;
  int client = 0;
  Action action = Action::read_basket;
  std::int64_t began_us = 0;  ///< since the run's begin
  std::int64_t ended_us = 0;
  int status = 0;  ///< of HTTP; 0: no answer came, the outcome is unknown
  std::string code;
  std::string key;
  std::string payment;  ///< as sent, or as answered by `pay`
  std::string payment_status;
  std::int64_t product = 0;
  std::int64_t quantity = 0;
  Items items;            ///< of an answered basket, or the lines of an answered payment
  bool replayed = false;  ///< the answer is the one of an earlier try
};

/// What the run was about and everything that was asked.
struct History {
  Items initial_stock;
  std::vector<Entry> entries;  ///< each client's in its own order
};

/// What the stores hold when everything has come to rest.
struct Books {
  struct Payment {
    std::int64_t user = 0;
    std::string state;
    std::int64_t captured = 0;  ///< by the provider's own ledger
    Items lines;
  };
  struct Stock {
    std::int64_t on_hand = 0;
    std::int64_t reserved = 0;
  };
  std::map<std::string, Payment> payments;
  std::map<std::int64_t, Stock> stocks;
  /// The payment that each idempotency key stands for, by user and key.
  std::map<std::pair<std::int64_t, std::string>, std::string> keys;
  std::map<int, std::int64_t> users;  ///< the user that each client is
};

/// A promise that a history contradicts.
struct Violation {
  std::string_view id;  ///< of [reliability A], such as "M13"
  std::string what;     ///< with the numbers of the entries and the ids
};

/// Holds a history against the books. Pure. Checked are
///   M3   one payment for each client and key, and a key for each payment
///   M13  what was answered as completed stays so; what was refused for good or cancelled was never charged
///   B1   the basket loses exactly what a completed payment bought, once
///   B2   and nothing for one that did not complete
///   B5   an acknowledged change of a basket is seen by its client from then on
///   S1   no stock is seen below zero
///   S3   no more is sold than there was, and the rest is there
///   H1   no answer is a defect of the server
[[nodiscard]] std::vector<Violation> check(const History& history, const Books& books);

}  // namespace ddd::reconcile
