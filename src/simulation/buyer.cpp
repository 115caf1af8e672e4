#include <utility>

#include <fmt/format.h>

#include <ddd/simulation/buyer.hpp>

namespace ddd::simulation {

std::string Buyer::next_key() {
  return fmt::format("buyer-{:04}-key-{:06}", number_, ++keys_);
}

std::string Buyer::method() {
  const auto& faults = world_.faults();
  if (random().chance(faults.decline)) return "pm_card_chargeDeclined";
  if (random().chance(faults.action)) return "pm_card_authenticationRequired";
  return random().chance(0.05) ? "pm_card_slow" : "pm_card_visa";
}

Task<std::optional<Answer>> Buyer::post(Node to, std::string target, std::string body, std::string key) {
  return world_.send(to, {.method = http::Method::post,
                          .target = "/api/v1" + std::move(target),
                          .body = std::move(body),
                          .token = token_,
                          .key = std::move(key)});
}

Task<> Buyer::sign_up() {
  const auto email = fmt::format("buyer{}@example.com", number_);
  const std::string password = "an uncommon phrase";
  const auto account = co_await post(
      Node::user, "/users/register",
      fmt::format(R"({{"email":"{}","password":"{}","first_name":"Ada","last_name":"Lovelace"}})", email, password),
      {});
  const auto session = co_await post(Node::user, "/users/login",
                                     fmt::format(R"({{"email":"{}","password":"{}"}})", email, password), {});
  if (!account || !session || session->status != 200) co_return world_.watch().report("R", "nobody can sign in");
  token_ = session->text("access_token");
  user_ = PlainTokens::read(token_).value().user_id;
}

Task<> Buyer::shop(int rounds) {
  ++under_way_;
  for (int round = 0; round < rounds; ++round) {
    co_await think(Micros(3'000'000));
    if (random().chance(0.3)) co_await look_around();
    if (random().chance(0.25)) {
      co_await pay(fmt::format(R"("product_id":{},"quantity":{})", any_product().to_text(), random().between(1, 3)));
      continue;
    }
    co_await fill_basket();
    if (random().chance(0.9)) co_await pay(R"("basket":"current")");
  }
  --under_way_;
}

Task<> Buyer::look_around() {
  const auto target = "/api/v1/products/" + any_product().to_text();
  static_cast<void>(co_await world_.send(Node::product, {.target = target, .token = token_}));
  static_cast<void>(co_await world_.send(Node::basket, {.target = "/api/v1/users/basket", .token = token_}));
}

Task<> Buyer::fill_basket() {
  const auto lines = random().between(1, 3);
  for (std::int64_t line = 0; line < lines; ++line) {
    const auto product = any_product();
    const auto units = random().between(1, 3);
    if (random().chance(0.1)) {
      // Two tabs at once.
      world_.scheduler().spawn(Node::world, put_in_basket(any_product(), 1));
    }
    co_await put_in_basket(product, units);
  }
  if (random().chance(0.03)) co_await take_out_of_basket();
}

Task<> Buyer::put_in_basket(ProductId product, std::int64_t units) {
  ++under_way_;
  const auto key = next_key();
  const auto body = fmt::format(R"({{"product_id":{},"quantity":{}}})", product.to_text(), units);
  bool heard = false;
  bool done = false;
  for (int tries = 0; tries < 4 && !heard; ++tries) {
    const auto answer = co_await post(Node::basket, "/users/basket/items", body, key);
    if (answer && answer->status == 500) world_.watch().report("R", "a basket failed inside");
    heard = answer && answer->status < 500 && answer->text("code") != "idempotency.in_flight";
    done = answer && answer->is_success();
    if (!heard) co_await think(Micros(1'000'000));
  }
  if (!heard || done) world_.history().added(user_, product, units, heard);
  --under_way_;
}

Task<> Buyer::take_out_of_basket() {
  world_.history().took_out(user_);
  Request request{.method = http::Method::del, .target = "/api/v1/users/basket/clear", .token = token_};
  if (random().chance(0.5)) request.target = "/api/v1/users/basket/items/" + any_product().to_text();
  static_cast<void>(co_await world_.send(Node::basket, std::move(request)));
}

Task<> Buyer::pay(std::string subject) {
  Paid paid{.key = next_key(), .target = "/payments", .body = "{" + std::move(subject)};
  const bool at_once = random().chance(0.8);
  if (at_once) paid.body += R"(,"payment_method_id":")" + method() + '"';
  paid.body += "}";
  if (random().chance(0.1)) {
    auto again = paid;
    // The same click twice, or the same wish from another tab.
    if (random().chance(0.5)) again.key = next_key();
    world_.scheduler().spawn(Node::world, pay_in_another_tab(std::move(again)));
  }
  co_await insist(paid);
  if (!paid.answer) co_return;
  const auto id = paid.answer->text(paid.answer->is_success() ? "id" : "payment_id");
  if (!id.empty()) co_await follow(id);
}

Task<> Buyer::pay_in_another_tab(Paid paid) {
  ++under_way_;
  co_await think(Micros(300'000));
  co_await insist(paid);
  --under_way_;
}

Task<> Buyer::insist(Paid& paid) {
  for (int tries = 0; tries < 5; ++tries) {
    paid.answer = co_await post(Node::payment, paid.target, paid.body, paid.key);
    if (paid.answer) world_.history().answered(user_, paid.key, *paid.answer);
    const bool open = !paid.answer || paid.answer->status == 202 || paid.answer->status >= 500 ||
                      paid.answer->text("code") == "payment.in_progress" ||
                      paid.answer->text("code") == "idempotency.in_flight";
    if (!open || random().chance(0.2)) co_return;
    co_await think(Micros(3'000'000));
  }
}

Task<> Buyer::follow(std::string payment_id) {
  for (int looks = 0; looks < 4; ++looks) {
    const auto seen =
        co_await world_.send(Node::payment, {.target = "/api/v1/payments/" + payment_id, .token = token_});
    if (!seen || !seen->is_success()) {
      co_await think(Micros(2'000'000));
      continue;
    }
    const auto state = seen->text("state");
    if (state == "requires_action") {
      co_await think(Micros(5'000'000));
      if (random().chance(0.9)) world_.provider().act(PaymentId::restore(payment_id), random().chance(0.8));
    } else if (state == "stock_reserved" || state == "intent_created") {
      if (random().chance(0.1)) co_return;  // and never comes back
      co_await (random().chance(0.15) ? cancel(payment_id) : try_another_method(payment_id));
    } else if (seen->text("status") != "processing" && seen->text("status") != "pending") {
      co_return;
    } else if (random().chance(0.1)) {
      co_await cancel(payment_id);
    }
    co_await think(Micros(4'000'000));
  }
}

Task<> Buyer::try_another_method(const std::string& payment_id) {
  world_.history().tries_again(payment_id);
  Paid paid{.key = next_key(),
            .target = "/payments/" + payment_id + "/process",
            .body = R"({"payment_method_id":")" + method() + "\"}"};
  co_await insist(paid);
}

Task<> Buyer::cancel(const std::string& payment_id) {
  Paid paid{.key = next_key(), .target = "/payments/" + payment_id + "/cancel", .body = "{}"};
  co_await insist(paid);
}

}  // namespace ddd::simulation
