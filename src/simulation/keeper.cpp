#include <fmt/format.h>

#include <ddd/simulation/buyer.hpp>

namespace ddd::simulation {

std::string Keeper::token() {
  return PlainTokens::text_of(
      {.user_id = UserId(1'000'000), .role = Role::admin, .session_id = SessionId::restore("ses_keeper")});
}

Task<std::optional<Answer>> Keeper::send(http::Method method, std::string target, std::string body) {
  Request request{.method = method, .target = "/api/v1/admin/products" + target, .body = std::move(body)};
  request.token = token();
  if (method == http::Method::post) request.key = fmt::format("keeper-key-{:08}", ++keys_);
  auto answer = co_await world_.send(Node::product, std::move(request));
  if (answer && answer->status == 500) world_.watch().report("R", "a change of a product failed inside");
  co_return answer;
}

Task<> Keeper::stock_up(int products) {
  auto& random = world_.scheduler().random();
  for (int i = 1; i <= products; ++i) {
    const auto stock = random.chance(0.3) ? random.between(0, 20) : random.between(100, 1000);
    const auto body = fmt::format(
        R"({{"name":"Product {0}","sku":"SKU-{0}","price":{{"amount":{1},"currency":"USD"}},"stock":{2},"is_active":true}})",
        i, random.between(1, 50'000), stock);
    const auto answer = co_await send(http::Method::post, "", body);
    if (answer && answer->status == 201) products_.push_back(ProductId(answer->number("id").value()));
  }
}

Task<> Keeper::refund_something() {
  auto& random = world_.scheduler().random();
  std::vector<const payment::Payment::Snapshot*> sold;
  for (const auto& [id, row] : world_.stores().payment.payments) {
    if (payment::is_sold(row.payment.state)) sold.push_back(&row.payment);
  }
  if (sold.empty()) co_return;
  const auto& chosen = *sold[random.below(sold.size())];
  const auto amount = random.chance(0.5) ? chosen.amount.minor_units() : random.between(1, chosen.amount.minor_units());
  Request request{.method = http::Method::post, .target = "/api/v1/admin/refunds", .token = token()};
  request.body = fmt::format(R"({{"payment_id":"{}","amount":{{"amount":{},"currency":"USD"}},"reason":"Broken."}})",
                             chosen.id.to_text(), amount);
  request.key = fmt::format("keeper-key-{:08}", ++keys_);
  for (int tries = 0; tries < 3; ++tries) {
    const auto answer = co_await world_.send(Node::payment, request);
    if (answer && answer->status == 500) world_.watch().report("R", "a refund failed inside: " + answer->body);
    if (answer && answer->status < 500) co_return;
  }
}

Task<> Keeper::mind(int rounds) {
  auto& random = world_.scheduler().random();
  for (int round = 0; round < rounds; ++round) {
    co_await world_.scheduler().pause(Node::world, random.between(Micros(100'000), Micros(8'000'000)));
    const auto product = "/" + products_[random.below(products_.size())].to_text();
    switch (random.below(6)) {
      case 0:
        co_await send(http::Method::patch, product,
                      fmt::format(R"({{"price":{{"amount":{},"currency":"USD"}}}})", random.between(1, 50'000)));
        break;
      case 1:
        co_await send(http::Method::post, product + "/reduce-stock",
                      fmt::format(R"({{"amount":{}}})", random.between(1, 10)));
        break;
      case 2:
        co_await send(http::Method::patch, product,
                      fmt::format(R"({{"is_active":{}}})", random.chance(0.8) ? "true" : "false"));
        break;
      case 3:
      case 4:
        co_await refund_something();
        break;
      default:
        co_await send(http::Method::post, product + "/increase-stock",
                      fmt::format(R"({{"amount":{}}})", random.between(1, 30)));
    }
  }
  done_ = true;
}

}  // namespace ddd::simulation
