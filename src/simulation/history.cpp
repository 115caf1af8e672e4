#include <ddd/simulation/history.hpp>

namespace ddd::simulation {
namespace {

/// The states a payment went through.
std::string story_of(const Stores& stores, const std::string& payment_id) {
  std::string story;
  for (const auto& step : stores.payment.transitions.at(PaymentId::restore(payment_id))) {
    story += (story.empty() ? "" : " > ") + std::string(to_text(step.to));
    if (!step.reason.empty()) story += " (" + step.reason + ")";
  }
  return story;
}

}  // namespace

void History::answered(UserId user, const std::string& key, const Answer& answer) {
  if (answer.status == 500) watch_.report("R", "a request failed inside: " + answer.body);
  auto payment_id = answer.text("payment_id");
  const bool is_view = answer.is_success();
  if (is_view) payment_id = answer.text("id");
  if (payment_id.empty()) return;
  // A conflict names the payment that stands in the way, not one of this key.
  if (answer.text("code") == "payment.already_open") return;
  const std::pair place(user, key);
  const auto [known, is_new] = payment_of_key_.try_emplace(place, payment_id);
  if (!is_new && known->second != payment_id) watch_.report("M3", key + " named two payments");
  if (is_view && answer.text("status") == "completed") completed_.insert(payment_id);
  if (!is_view && answer.status < 500 && answer.status != 409) {
    refused_[payment_id] = key + " got " + std::to_string(answer.status) + " " + answer.text("code");
  }
  if (!is_view || answer.status == 202) return;
  const auto [first, is_first] = final_answers_.try_emplace(place, answer.body);
  if (!is_first && first->second != answer.body) {
    watch_.report("M3", key + " was answered with " + first->second + " and then with " + answer.body);
  }
}

void History::added(UserId user, ProductId product, std::int64_t units, bool for_sure) {
  auto& sum = units_[{user, product}];
  (for_sure ? sum.sure : sum.perhaps) += units;
}

void History::check(const Stores& stores) const {
  check_payments(stores);
  check_baskets(stores);
}

void History::check_payments(const Stores& stores) const {
  const auto is_sold_now = [&](const std::string& id) {
    const auto found = stores.payment.payments.find(PaymentId::restore(id));
    return found != stores.payment.payments.end() && payment::is_sold(found->second.payment.state);
  };
  for (const auto& id : completed_) {
    if (!is_sold_now(id)) watch_.report("M13", id + " was answered as completed and is not");
  }
  for (const auto& [id, refusal] : refused_) {
    if (!tried_again_.contains(id) && is_sold_now(id))
      watch_.report("M13", id + " is sold though " + refusal + ": " + story_of(stores, id));
  }
}

// What went in, less what was paid, is there; of what may have gone in, no more than that is there besides.
void History::check_baskets(const Stores& stores) const {
  auto expected = units_;
  for (const auto& [id, row] : stores.payment.payments) {
    if (!row.payment.basket || !payment::is_sold(row.payment.state)) continue;
    for (const auto& line : row.payment.lines) expected[{row.payment.user_id, line.product_id}].sure -= line.quantity;
  }
  for (const auto& [place, units] : watch_.missing()) expected[place].sure += units;
  for (const auto& [place, units] : expected) {
    const auto& [user, product] = place;
    if (unclear_baskets_.contains(user)) continue;
    std::int64_t there = 0;
    if (const auto basket = stores.basket.baskets.find(user); basket != stores.basket.baskets.end()) {
      for (const auto& item : basket->second.items) there += item.product_id == product ? item.quantity : 0;
    }
    if (there >= units.sure && there <= units.sure + units.perhaps) continue;
    watch_.report("B1", "user " + user.to_text() + " has " + std::to_string(there) + " of product " +
                            product.to_text() + ", not " + std::to_string(units.sure) + " to " +
                            std::to_string(units.sure + units.perhaps));
  }
}

}  // namespace ddd::simulation
