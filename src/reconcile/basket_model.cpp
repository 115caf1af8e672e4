#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <ddd/reconcile/basket_model.hpp>
#include <ddd/reconcile/history_terms.hpp>

namespace ddd::reconcile {
namespace {

/// A basket as it may be, and the purchases that are not taken out of it yet.
struct World {
  Items items;
  std::set<std::size_t> pending;  ///< indices of purchases
  friend auto operator<=>(const World&, const World&) = default;
};
using Worlds = std::set<World>;

Items without(Items items, const Items& purchase) {
  for (const auto& [product, units] : purchase) {
    const auto line = items.find(product);
    if (line == items.end()) continue;
    line->second -= units;
    if (line->second < 1) items.erase(line);
  }
  return items;
}

/// One client's basket.
class Follower {
 public:
  Follower(int client, std::vector<Violation>& found) : client_(client), found_(found) {}

  void change(const Entry& last, bool done, bool refused) {
    if (refused) return;
    Worlds after = done ? Worlds() : worlds_;
    settle_some();
    for (auto world : worlds_) {
      apply(last, world.items);
      after.insert(std::move(world));
    }
    worlds_ = std::move(after);
    if (done && !last.replayed) see(last, last.items);
  }

  void bought(Items lines) {
    purchases_.push_back(std::move(lines));
    Worlds after;
    for (auto world : worlds_) {
      world.pending.insert(purchases_.size() - 1);
      after.insert(std::move(world));
    }
    worlds_ = std::move(after);
  }
  void was_refused() { ++refusals_; }

  void see(const Entry& entry, const Items& items) {
    settle_some();
    keep(entry, [&](const World& world) { return world.items == items; }, items);
  }
  /// At the end nothing is pending any more.
  void see_last(const Entry& entry) {
    settle_some();
    keep(entry, [&](const World& world) { return world.pending.empty() && world.items == entry.items; }, entry.items);
  }

 private:
  static void apply(const Entry& entry, Items& items) {
    if (entry.action == Action::add_item) items[entry.product] += entry.quantity;
    if (entry.action == Action::remove_item) items.erase(entry.product);
  }

  /// Any pending purchase may have been taken out meanwhile.
  void settle_some() {
    std::vector<World> open(worlds_.begin(), worlds_.end());
    while (!open.empty()) {
      const auto world = std::move(open.back());
      open.pop_back();
      for (const auto purchase : world.pending) {
        World next{without(world.items, purchases_[purchase]), world.pending};
        next.pending.erase(purchase);
        if (worlds_.insert(next).second) open.push_back(std::move(next));
      }
    }
  }

  template <class Fits>
  void keep(const Entry& entry, Fits fits, const Items& seen) {
    Worlds left;
    std::ranges::copy_if(worlds_, std::inserter(left, left.end()), fits);
    if (left.empty()) {
      report(entry, seen);
      // What was seen is where it goes on from, so that one loss is told once.
      left.insert({seen, {}});
    }
    worlds_ = std::move(left);
  }

  void report(const Entry& entry, const Items& seen) {
    const std::string_view id = !purchases_.empty() ? "B1" : refusals_ > 0 ? "B2" : "B5";
    found_.push_back({id, "entry " + std::to_string(entry.number) + " of client " + std::to_string(client_) +
                              ": the basket has " + text(seen) + ", which should be " + text(worlds_.begin()->items)});
  }
  static std::string text(const Items& items) {
    std::string all;
    for (const auto& [product, units] : items) {
      all += (all.empty() ? "" : ", ") + std::to_string(units) + " of product " + std::to_string(product);
    }
    return all.empty() ? "nothing" : all;
  }

  int client_;
  std::vector<Violation>& found_;
  std::vector<Items> purchases_;
  int refusals_ = 0;
  Worlds worlds_{World{}};
};

/// What a try to pay came to by the books; null if nothing was made.
const Books::Payment* payment_of(const Entry& entry, const Books& books) {
  const auto id = entry.payment.empty() ? paid_under(books, entry.client, entry.key) : entry.payment;
  const auto found = books.payments.find(id);
  return found == books.payments.end() ? nullptr : &found->second;
}

/// What came of a thing that was tried: its last try, or the one that was answered for good.
void follow(Follower& basket, const std::vector<const Entry*>& tries, const Books& books) {
  const auto sure = std::ranges::find_if(tries, [](const Entry* each) { return is_done(*each) || is_refused(*each); });
  const Entry& last = sure == tries.end() ? *tries.back() : **sure;
  switch (last.action) {
    case Action::add_item:
    case Action::remove_item:
      return basket.change(last, is_done(last), is_refused(last));
    case Action::read_basket:
      if (is_done(last)) basket.see(last, last.items);
      return;
    case Action::pay: {
      const auto* payment = payment_of(last, books);
      return payment != nullptr && is_sold(payment->state) ? basket.bought(payment->lines) : basket.was_refused();
    }
    default:
      return;
  }
}

}  // namespace

void check_baskets(const History& history, const Books& books, std::vector<Violation>& found) {
  std::map<int, std::vector<std::vector<const Entry*>>> things;
  std::map<int, const Entry*> last_reads;
  for (const auto& entry : history.entries) {
    auto& of_client = things[entry.client];
    const bool again = !entry.key.empty() && !of_client.empty() && of_client.back().front()->key == entry.key;
    if (!again) of_client.emplace_back();
    of_client.back().push_back(&entry);
    if (entry.action == Action::read_basket && is_done(entry)) last_reads[entry.client] = &entry;
  }
  for (const auto& [client, tried] : things) {
    Follower basket(client, found);
    for (const auto& tries : tried) {
      if (last_reads[client] == tries.front()) {
        basket.see_last(*tries.front());
        break;
      }
      follow(basket, tries, books);
    }
  }
}

}  // namespace ddd::reconcile
