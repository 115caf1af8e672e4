#include <algorithm>
#include <set>
#include <utility>

#include <ddd/reconcile/basket_model.hpp>
#include <ddd/reconcile/history.hpp>
#include <ddd/reconcile/history_terms.hpp>

namespace ddd::reconcile {
namespace {

using Violations = std::vector<Violation>;

std::string at(const Entry& entry) {
  return "entry " + std::to_string(entry.number) + " of client " + std::to_string(entry.client);
}

/// The tries of one client under one key.
using Tries = std::vector<const Entry*>;
std::map<std::pair<int, std::string>, Tries> by_key(const History& history, Action action) {
  std::map<std::pair<int, std::string>, Tries> tries;
  for (const auto& entry : history.entries) {
    if (entry.action == action) tries[{entry.client, entry.key}].push_back(&entry);
  }
  return tries;
}

void check_keys(const History& history, const Books& books, Violations& found) {
  std::set<std::string> named;
  for (const auto& [whose, tries] : by_key(history, Action::pay)) {
    std::set<std::string> payments;
    for (const auto* each : tries) {
      if (!each->payment.empty()) payments.insert(each->payment);
    }
    if (auto stored = paid_under(books, whose.first, whose.second); !stored.empty()) payments.insert(std::move(stored));
    if (payments.size() > 1) {
      found.push_back(
          {"M3", at(*tries.front()) + ": its key stands for " + *payments.begin() + " and for " + *payments.rbegin()});
    }
    named.merge(payments);
  }
  std::set<std::int64_t> users;
  for (const auto& [client, user] : books.users) users.insert(user);
  for (const auto& [id, payment] : books.payments) {
    if (users.contains(payment.user) && !named.contains(id)) found.push_back({"M3", id + " was made under no key"});
  }
}

bool is_charged(const Books& books, const std::string& id) {
  const auto payment = books.payments.find(id);
  return payment != books.payments.end() && (payment->second.captured > 0 || is_sold(payment->second.state));
}

void check_completed(const Entry& entry, const Books& books, Violations& found) {
  if (entry.payment_status != "completed" || !is_done(entry)) return;
  const auto payment = books.payments.find(entry.payment);
  if (payment == books.payments.end()) {
    found.push_back({"M13", at(entry) + ": " + entry.payment + " was completed and is gone"});
  } else if (!is_sold(payment->second.state)) {
    found.push_back({"M13", at(entry) + ": " + entry.payment + " was completed and is " + payment->second.state});
  } else if (payment->second.captured == 0) {
    found.push_back({"M13", at(entry) + ": " + entry.payment + " was completed and no money came"});
  }
}

void check_refusals(const History& history, const Books& books, Violations& found) {
  for (const auto& [whose, tries] : by_key(history, Action::pay)) {
    const auto refusal = std::ranges::find_if(tries, [](const Entry* each) { return is_refused(*each); });
    if (refusal == tries.end()) continue;
    auto payment = (*refusal)->payment;
    if (payment.empty()) payment = paid_under(books, whose.first, whose.second);
    if (is_charged(books, payment)) {
      found.push_back(
          {"M13", at(**refusal) + ": refused with " + (*refusal)->code + ", but " + payment + " is charged"});
    }
  }
  for (const auto& entry : history.entries) {
    if (entry.payment_status == "cancelled" && is_done(entry) && is_charged(books, entry.payment)) {
      found.push_back({"M13", at(entry) + ": " + entry.payment + " was cancelled, but is charged"});
    }
  }
}

/// What a client has seen completed it never sees otherwise.
void check_going_back(const History& history, Violations& found) {
  std::map<std::string, const Entry*> completed;
  for (const auto& entry : history.entries) {
    if (entry.payment.empty() || !is_done(entry)) continue;
    if (entry.payment_status == "completed") {
      completed.try_emplace(entry.payment, &entry);
    } else if (const auto before = completed.find(entry.payment); before != completed.end() &&
                                                                  before->second->ended_us < entry.began_us &&
                                                                  !is_sold(entry.payment_status)) {
      found.push_back(
          {"M13", at(entry) + ": " + entry.payment + " is " + entry.payment_status + " after it was completed"});
    }
  }
}

void check_stocks(const History& history, const Books& books, Violations& found) {
  Items sold;
  for (const auto& [id, payment] : books.payments) {
    if (!is_sold(payment.state)) continue;
    for (const auto& [product, units] : payment.lines) sold[product] += units;
  }
  for (const auto& [product, initial] : history.initial_stock) {
    const auto name = "product " + std::to_string(product);
    const auto units = sold[product];
    if (units > initial) {
      found.push_back({"S3", name + ": " + std::to_string(units) + " sold of " + std::to_string(initial)});
    }
    const auto stock = books.stocks.find(product);
    const auto left = stock == books.stocks.end() ? -1 : stock->second.on_hand;
    if (left != initial - units) {
      found.push_back({"S3", name + ": " + std::to_string(left) + " left of " + std::to_string(initial) + ", " +
                                 std::to_string(units) + " sold"});
    }
  }
  for (const auto& entry : history.entries) {
    if (entry.action == Action::read_stock && entry.status == 200 && entry.quantity < 0) {
      found.push_back(
          {"S1", at(entry) + ": product " + std::to_string(entry.product) + " has " + std::to_string(entry.quantity)});
    }
  }
}

void check_answers(const History& history, Violations& found) {
  for (const auto& entry : history.entries) {
    if (entry.status == 500) {
      found.push_back({"H1", at(entry) + ": " + std::string(to_text(entry.action)) + " answered 500 " + entry.code});
    }
  }
}

}  // namespace

std::string_view to_text(Action action) {
  switch (action) {
    case Action::add_item:
      return "add_item";
    case Action::remove_item:
      return "remove_item";
    case Action::read_basket:
      return "read_basket";
    case Action::pay:
      return "pay";
    case Action::cancel:
      return "cancel";
    case Action::read_payment:
      return "read_payment";
    case Action::read_stock:
      return "read_stock";
  }
  std::unreachable();
}

std::vector<Violation> check(const History& history, const Books& books) {
  Violations found;
  check_keys(history, books, found);
  for (const auto& entry : history.entries) check_completed(entry, books, found);
  check_refusals(history, books, found);
  check_going_back(history, found);
  check_baskets(history, books, found);
  check_stocks(history, books, found);
  check_answers(history, found);
  return found;
}

}  // namespace ddd::reconcile
