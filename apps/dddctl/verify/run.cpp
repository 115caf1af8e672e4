#include "run.hpp"

#include <algorithm>
#include <cstdio>

#include <ddd/embedded/demo_data.hpp>
#include <ddd/platform/async/when_all.hpp>
#include <ddd/platform/json/writer.hpp>
#include <ddd/platform/time/system_clock.hpp>

namespace ddd::ctl {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kProducts = 6;

Error cannot_prepare(std::string what) {
  return {.kind = ErrorKind::unavailable, .code = "verify.cannot_prepare", .message = std::move(what)};
}

}  // namespace

bool RunReport::is_clean() const {
  return violations.empty() && reconcile::is_clean(findings) &&
         std::ranges::all_of(settled, [](const Settled& each) { return each.took.has_value(); });
}

Run::Run(RunOptions options, ShardExecutor executor)
    : options_(std::move(options)),
      executor_(executor),
      random_(options_.seed),
      shop_({.binary = options_.binary, .data = data_folder(), .log = log_file()}),
      recorder_(history_file()) {}

Task<Result<RunReport>> Run::go() {
  recorder_.event("start");
  DDD_CO_CHECK(co_await shop_.start(sleeper_));
  api_ = std::make_unique<Api>(executor_, shop_.port());
  DDD_CO_CHECK(co_await prepare());
  co_await load();
  DDD_CO_CHECK(co_await settle());
  DDD_CO_CHECK(co_await judge());
  report_.operations = std::ssize(recorder_.history().entries);
  report_.counts = recorder_.counts();
  co_return std::move(report_);
}

Task<Result<>> Run::prepare() {
  json::Writer out;
  out.begin_object().key("email").value(embedded::kDemoAdminEmail);
  out.key("password").value(embedded::kDemoAdminPassword).end_object();
  const auto in = co_await api_->send({.method = http::Method::post, .path = "/users/login", .body = out.take()});
  if (!in.is_done()) co_return Refused(cannot_prepare("The administrator of the demo can't sign in."));
  reconcile::Items stocks;
  for (int number = 1; number <= kProducts; ++number) {
    // The first sell out soon, the last do not.
    const auto demand = number <= 2 ? 1 : 1 + options_.load.count() * options_.clients / 50;
    const auto stock = (std::int64_t{10} << number) * demand;
    DDD_CO_TRY(const auto product, co_await make_product(in.text("access_token"), number, stock));
    products_.push_back(product);
    stocks[product] = stock;
  }
  recorder_.products(std::move(stocks));
  int refused = 0;
  std::vector<Task<>> sign_ups;
  for (int number = 1; number <= options_.clients; ++number) {
    shoppers_.push_back(std::make_unique<Shopper>(
        number, random_(),
        Shopper::Surroundings{.api = *api_, .recorder = recorder_, .sleeper = sleeper_, .products = products_}));
    sign_ups.push_back(sign_up(*shoppers_.back(), refused));
  }
  co_await when_all(std::move(sign_ups));
  if (refused > 0) co_return Refused(cannot_prepare(std::to_string(refused) + " clients can't sign up."));
  co_return Result<>{};
}

Task<Result<std::int64_t>> Run::make_product(std::string token, int number, std::int64_t stock) {
  json::Writer out;
  const auto name = "Verified thing " + std::to_string(number);
  out.begin_object().key("name").value(name).key("sku").value("VERIFY-" + std::to_string(number));
  out.key("price").begin_object().key("amount").value(100 * number + 99).key("currency").value("USD").end_object();
  out.key("stock").value(stock).end_object();
  const auto made = co_await api_->send({.method = http::Method::post,
                                         .path = "/admin/products",
                                         .body = out.take(),
                                         .token = std::move(token),
                                         .key = {}});
  if (!made.is_done()) co_return Refused(cannot_prepare("A product can't be made: " + made.text("code") + "."));
  co_return made.integer("id");
}

Task<> Run::sign_up(Shopper& shopper, int& refused) {
  // One at a time hashes a password; past its queue the shop asks to come again.
  for (int tries = 0; tries < 20; ++tries) {
    if (co_await shopper.sign_up()) co_return;
    co_await sleeper_.sleep_for(milliseconds(250));
  }
  ++refused;
}

Task<> Run::load() {
  const auto began = steady_clock::now();
  const auto until = began + options_.load;
  shopping_ = options_.clients;
  std::vector<Task<>> tasks;
  for (auto& shopper : shoppers_) tasks.push_back(shop_with(*shopper, until));
  tasks.push_back(torment(until));
  tasks.push_back(tell_progress(began, until));
  co_await when_all(std::move(tasks));
}

Task<> Run::shop_with(Shopper& shopper, Moment until) {
  co_await shopper.shop(until);
  --shopping_;
}

Task<> Run::torment(Moment until) {
  const auto began = steady_clock::now();
  const auto span = std::chrono::floor<milliseconds>(until - began).count();
  std::vector<milliseconds> times;
  for (int i = 0; i < options_.crashes; ++i) {
    times.emplace_back(std::uniform_int_distribution<std::int64_t>(span / 10, span * 9 / 10)(random_));
  }
  std::ranges::sort(times);
  for (const auto at : times) {
    while (steady_clock::now() < began + at) co_await sleeper_.sleep_for(milliseconds(5));
    if (!shop_.is_running()) continue;
    shop_.kill();
    ++report_.kills;
    co_await restart("kill");
  }
}

Task<> Run::restart(const char* why) {
  recorder_.event(why);
  if (const auto started = co_await shop_.start(sleeper_); !started) {
    report_.violations.push_back({"L5", started.error().message});
  }
  recorder_.event("start");
}

Task<> Run::tell_progress(Moment began, Moment until) {
  auto next = began;
  while (shopping_ > 0) {
    co_await sleeper_.sleep_for(milliseconds(100));
    if (steady_clock::now() < next) continue;
    next += std::chrono::seconds(2);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(steady_clock::now() - began).count();
    std::fprintf(stderr, "%4lld s  %zu operations, %d kills%s\n", static_cast<long long>(seconds),
                 recorder_.history().entries.size(), report_.kills,
                 steady_clock::now() >= until ? ", the last answers are awaited" : "");
  }
}

Task<Result<>> Run::settle() {
  // The one process that nobody killed has to run still.
  if (!shop_.is_running()) {
    report_.violations.push_back({"H2", "the shop has ended by itself; see " + log_file().string()});
    co_await restart("found ended");
  }
  using std::chrono::seconds;
  report_.settled = {{"L1", "payments at an end or with their buyer", seconds(60), {}},
                     {"L2", "outboxes empty", seconds(10), {}},
                     {"L3", "consumer groups without lag", seconds(15), {}},
                     {"L4", "nothing held for ended payments", seconds(60), {}}};
  const auto began = steady_clock::now();
  for (bool open = true; open;) {
    DDD_CO_TRY(const auto unrest, reconcile::read_unrest(data_folder()));
    const auto took = std::chrono::floor<milliseconds>(steady_clock::now() - began);
    const std::size_t left[] = {unrest.payments, unrest.events, unrest.deliveries, unrest.reservations};
    open = false;
    for (std::size_t i = 0; i < std::size(left); ++i) {
      auto& each = report_.settled[i];
      // Later promises may stir up what an earlier one had settled: the last time counts.
      if (left[i] > 0) each.took.reset();
      if (left[i] == 0 && !each.took && took <= each.limit) each.took = took;
      open = open || (left[i] > 0 && took <= each.limit);
    }
    if (open) co_await sleeper_.sleep_for(milliseconds(100));
  }
  std::vector<Task<>> looks;
  for (auto& shopper : shoppers_) looks.push_back(shopper->look_at_basket());
  co_await when_all(std::move(looks));
  co_return Result<>{};
}

Task<Result<>> Run::judge() {
  const SystemClock clock;
  const auto give_up_at = steady_clock::now() + std::chrono::seconds(15);
  for (;;) {
    DDD_CO_TRY(report_.findings, reconcile::check_all(data_folder(), clock.now(), {log_file()}));
    if (reconcile::is_clean(report_.findings) || steady_clock::now() >= give_up_at) break;
    co_await sleeper_.sleep_for(milliseconds(200));
  }
  if (!co_await shop_.stop(sleeper_)) {
    report_.violations.push_back({"H2", "the shop did not end in order; see " + log_file().string()});
  }
  std::map<int, std::int64_t> users;
  for (std::size_t i = 0; i < shoppers_.size(); ++i) users[static_cast<int>(i) + 1] = shoppers_[i]->user();
  DDD_CO_TRY(const auto books, reconcile::read_books(data_folder(), std::move(users)));
  auto of_history = reconcile::check(recorder_.history(), books);
  report_.violations.insert(report_.violations.end(), std::make_move_iterator(of_history.begin()),
                            std::make_move_iterator(of_history.end()));
  co_return Result<>{};
}

}  // namespace ddd::ctl
