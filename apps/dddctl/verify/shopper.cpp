#include "shopper.hpp"

#include <array>
#include <utility>

#include "json_values.hpp"

#include <ddd/platform/async/when_all.hpp>
#include <ddd/platform/json/writer.hpp>
#include <ddd/reconcile/history_terms.hpp>

namespace ddd::ctl {
namespace {

using reconcile::Action, reconcile::Entry;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view kPassword = "correct horse battery staple";
/// Longer than any fault of a run lasts.
constexpr std::chrono::seconds kPatience{60};
/// Of ten cards eight are good.
constexpr std::array kCards{"pm_card_visa",
                            "pm_card_visa",
                            "pm_card_visa",
                            "pm_card_visa",
                            "pm_card_visa",
                            "pm_card_visa",
                            "pm_card_visa",
                            "pm_card_visa",
                            "pm_card_visa_chargeDeclined",
                            "pm_card_chargeDeclinedInsufficientFunds"};

reconcile::Items items_of(const Answer& answer, std::string_view list) {
  reconcile::Items items;
  if (!answer.body) return items;
  const auto lines = member_of(answer.body->root(), list);
  if (!lines || lines->kind() != json::Kind::array) return items;
  for (const auto line : *lines) items[integer_of(line, "product_id")] += integer_of(line, "quantity");
  return items;
}

/// What an entry keeps of an answer.
void take_over(Entry& entry, const Answer& answer) {
  entry.status = answer.status;
  entry.replayed = answer.replayed;
  entry.code = answer.text("code");
  switch (entry.action) {
    case Action::pay:
      // A refusal names the payment that it is about; one that is another's, such as the open one, isn't ours.
      if (answer.is_done()) entry.payment = answer.text("id");
      if (answer.status == 402) entry.payment = answer.text("payment_id");
      entry.payment_status = answer.text("status");
      entry.items = items_of(answer, "lines");
      return;
    case Action::cancel:
    case Action::read_payment:
      entry.payment_status = answer.text("status");
      return;
    case Action::read_stock:
      entry.quantity = answer.integer("stock");
      return;
    default:
      entry.items = items_of(answer, "items");
  }
}

}  // namespace

Shopper::Shopper(int number, std::uint64_t seed, Surroundings surroundings)
    : number_(number),
      random_(seed),
      with_(surroundings),
      email_("shopper-" + std::to_string(number) + "@example.com") {}

Task<bool> Shopper::sign_up() {
  json::Writer out;
  out.begin_object().key("email").value(email_).key("password").value(kPassword);
  out.key("first_name").value("Verify").key("last_name").value("Shopper").end_object();
  const auto made =
      co_await with_.api.send({.method = http::Method::post, .path = "/users/register", .body = out.take()});
  if (!made.is_done()) co_return false;
  user_ = made.integer("id");
  co_return co_await log_in();
}

Task<bool> Shopper::log_in() {
  json::Writer out;
  out.begin_object().key("email").value(email_).key("password").value(kPassword).end_object();
  const auto in = co_await with_.api.send({.method = http::Method::post, .path = "/users/login", .body = out.take()});
  token_ = in.text("access_token");
  co_return in.is_done();
}

Task<> Shopper::shop(steady_clock::time_point until) {
  while (steady_clock::now() < until) {
    co_await act();
    co_await with_.sleeper.sleep_for(milliseconds(chance(20)));
  }
}

Task<> Shopper::act() {
  const auto what = chance(100);
  if (what < 40) return add_item();
  if (what < 48) return remove_item();
  if (what < 70) return look_at_basket();
  if (what < 80) return look_around();
  return pay();
}

Task<> Shopper::add_item() {
  auto adding = plan(Action::add_item, http::Method::post, "/users/basket/items");
  adding.entry.key = new_key();
  adding.entry.product = with_.products[static_cast<std::size_t>(chance(std::ssize(with_.products)))];
  adding.entry.quantity = 1 + chance(3);
  json::Writer out;
  out.begin_object().key("product_id").value(adding.entry.product);
  out.key("quantity").value(adding.entry.quantity).end_object();
  adding.body = out.take();
  co_await insist(std::move(adding));
}

// A line that is gone is gone: a repeat that finds nothing is a refusal, and says that it is.
Task<> Shopper::remove_item() {
  const auto product = with_.products[static_cast<std::size_t>(chance(std::ssize(with_.products)))];
  auto removing = plan(Action::remove_item, http::Method::del, "/users/basket/items/" + std::to_string(product));
  removing.entry.product = product;
  const auto last = co_await attempt(removing);
  if (!reconcile::is_done(last) && !reconcile::is_refused(last)) {
    co_await with_.sleeper.sleep_for(milliseconds(100 + chance(200)));
  }
}

Task<> Shopper::look_at_basket() {
  co_await insist(plan(Action::read_basket, http::Method::get, "/users/basket"));
}

Task<> Shopper::look_around() {
  if (!completed_.empty() && chance(2) == 0) {
    const auto& payment = completed_[static_cast<std::size_t>(chance(std::ssize(completed_)))];
    auto looking = plan(Action::read_payment, http::Method::get, "/payments/" + payment);
    looking.entry.payment = payment;
    co_await attempt(std::move(looking));
  } else {
    const auto product = with_.products[static_cast<std::size_t>(chance(std::ssize(with_.products)))];
    auto looking = plan(Action::read_stock, http::Method::get, "/products/" + std::to_string(product));
    looking.entry.product = product;
    co_await attempt(std::move(looking));
  }
}

Task<> Shopper::pay() {
  auto paying = plan(Action::pay, http::Method::post, "/payments");
  paying.entry.key = new_key();
  paying.body = R"({"basket":"current","payment_method_id":")" +
                std::string(kCards[static_cast<std::size_t>(chance(std::ssize(kCards)))]) + "\"}";
  // A double click, now and then: both are sent before either is answered.
  if (chance(10) == 0) {
    std::vector<Task<>> clicks;
    clicks.push_back(attempt_aside(paying));
    clicks.push_back(attempt_aside(paying));
    co_await when_all(std::move(clicks));
  }
  const auto last = co_await insist(std::move(paying));
  if (last.payment_status == "completed") completed_.push_back(last.payment);
  if (last.status == 402 && !last.payment.empty()) co_await cancel(last.payment);
}

Task<> Shopper::cancel(std::string payment) {
  auto cancelling = plan(Action::cancel, http::Method::post, "/payments/" + payment + "/cancel");
  cancelling.entry.key = new_key();
  cancelling.entry.payment = std::move(payment);
  cancelling.body = "{}";
  co_await insist(std::move(cancelling));
}

Task<Entry> Shopper::insist(Plan plan) {
  const auto give_up_at = steady_clock::now() + kPatience;
  for (;;) {
    auto entry = co_await attempt(plan);
    if (reconcile::is_done(entry) || reconcile::is_refused(entry) || steady_clock::now() >= give_up_at) co_return entry;
    co_await with_.sleeper.sleep_for(milliseconds(50 + chance(150)));
  }
}

Task<> Shopper::attempt_aside(Plan plan) {
  static_cast<void>(co_await attempt(std::move(plan)));
}

Task<Entry> Shopper::attempt(Plan plan) {
  auto& entry = plan.entry;
  entry.began_us = with_.recorder.now_us();
  const auto answer = co_await with_.api.send(
      {.method = plan.method, .path = plan.path, .body = plan.body, .token = token_, .key = entry.key});
  entry.ended_us = with_.recorder.now_us();
  take_over(entry, answer);
  with_.recorder.add(entry);
  if (entry.status == 401) static_cast<void>(co_await log_in());
  co_return entry;
}

Shopper::Plan Shopper::plan(Action action, http::Method method, std::string path) {
  return {.entry = {.client = number_, .action = action}, .method = method, .path = std::move(path), .body = {}};
}

std::string Shopper::new_key() {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string key = "verify-" + std::to_string(number_) + "-";
  for (int i = 0; i < 16; ++i) key += kDigits[chance(16)];
  return key;
}

std::int64_t Shopper::chance(std::int64_t below) {
  return std::uniform_int_distribution<std::int64_t>(0, below - 1)(random_);
}

}  // namespace ddd::ctl
