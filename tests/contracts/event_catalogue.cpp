#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <contracts/event_catalogue.hpp>
#include <contracts/pretty_json.hpp>

#include <ddd/contracts/basket/basket_events.hpp>
#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/contracts/product/product_events.hpp>
#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/platform/json/schema.hpp>

namespace ddd::test {
namespace {

using namespace contracts;

/// The aggregate that counts the events of a fact.
struct Aggregate {
  std::string_view topic;
  std::string_view name;
  std::string_view id_prefix;
};

template <class Fact>
constexpr EventContract contract(const Aggregate& of) {
  return {.type = Fact::type,
          .topic = of.topic,
          .key = of.name,
          .key_prefix = of.id_prefix,
          .schema = &json::schema<Fact>,
          .reencode = [](std::string_view data) -> Result<std::string> {
            DDD_TRY(const auto fact, json::decode_event<Fact>(data));
            return json::encode(fact);
          }};
}

constexpr Aggregate kUser{kUserTopic, "user", ""};
constexpr Aggregate kSession{kUserTopic, "session", "ses_"};
constexpr Aggregate kRisk{kUserTopic, "risk", ""};
constexpr Aggregate kProduct{kProductTopic, "product", ""};
constexpr Aggregate kStock{kProductTopic, "stock", ""};
constexpr Aggregate kReservation{kProductTopic, "reservation", "pay_"};
constexpr Aggregate kConsumption{kProductTopic, "consumption", "pay_"};
constexpr Aggregate kBasket{kBasketTopic, "basket", "bsk_"};
constexpr Aggregate kItem{kBasketTopic, "item", "itm_"};
constexpr Aggregate kPayment{kPaymentTopic, "payment", "pay_"};
constexpr Aggregate kWallet{kPaymentTopic, "wallet", ""};

constexpr auto kCatalogue = std::to_array<EventContract>({
    contract<UserRegisteredV1>(kUser),
    contract<UserUpdatedV1>(kUser),
    contract<UserRoleChangedV1>(kUser),
    contract<UserDeactivatedV1>(kUser),
    contract<UserReactivatedV1>(kUser),
    contract<PasswordChangedV1>(kUser),
    contract<UserDeletedV1>(kUser),
    contract<SessionsRevokedV1>(kSession),
    contract<LoginSuspiciousV1>(kRisk),
    contract<ProductCreatedV1>(kProduct),
    contract<ProductUpdatedV1>(kProduct),
    contract<ProductPriceChangedV1>(kProduct),
    contract<ProductActivatedV1>(kProduct),
    contract<ProductDeactivatedV1>(kProduct),
    contract<ProductDeletedV1>(kProduct),
    contract<StockUpdatedV1>(kStock),
    contract<StockDepletedV1>(kStock),
    contract<StockReplenishedV1>(kStock),
    contract<StockReservedV1>(kReservation),
    contract<StockReleasedV1>(kReservation),
    contract<StockReservationExpiredV1>(kReservation),
    contract<StockConsumeFailedV1>(kConsumption),
    contract<BasketItemAddedV1>(kBasket),
    contract<BasketQuantityChangedV1>(kBasket),
    contract<BasketItemRemovedV1>(kBasket),
    contract<BasketClearedV1>(kBasket),
    contract<BasketExpiredV1>(kBasket),
    contract<BasketItemFlaggedV1>(kItem),
    contract<PaymentInitiatedV1>(kPayment),
    contract<PaymentAuthorizedV1>(kPayment),
    contract<PaymentCompletedV1>(kPayment),
    contract<PaymentFailedV1>(kPayment),
    contract<PaymentCancelledV1>(kPayment),
    contract<PaymentExpiredV1>(kPayment),
    contract<PaymentRefundedV1>(kPayment),
    contract<PaymentRefundFailedV1>(kPayment),
    contract<PaymentDisputedV1>(kPayment),
    contract<PaymentMethodAddedV1>(kWallet),
    contract<PaymentMethodRemovedV1>(kWallet),
});

/// Readers ignore what they don't know, so a schema must not refuse it.
void open(boost::json::value& schema) {
  if (auto* object = schema.if_object()) {
    if (const auto* more = object->if_contains("additionalProperties"); more && more->is_bool()) {
      object->stable_erase("additionalProperties");
    }
    for (auto& member : *object) open(member.value());
  } else if (auto* array = schema.if_array()) {
    for (auto& item : *array) open(item);
  }
}

}  // namespace

std::span<const EventContract> event_catalogue() {
  return kCatalogue;
}

std::string path_of(const EventContract& contract) {
  // ddd.<context>.<fact>.<version>
  const auto first = contract.type.find('.') + 1;
  const auto second = contract.type.find('.', first) + 1;
  const auto third = contract.type.find('.', second) + 1;
  return std::string(contract.type.substr(first, second - first - 1)) + '/' + std::string(contract.type.substr(third)) +
         '/' + std::string(contract.type.substr(second, third - second - 1));
}

std::string schema_file(const EventContract& contract) {
  auto schema = boost::json::parse(contract.schema());
  open(schema);
  boost::json::object named{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                            {"$id", "urn:ddd:event:" + std::string(contract.type)}};
  for (const auto& member : schema.as_object()) named.emplace(member.key(), member.value());
  return pretty(named) + "\n";
}

}  // namespace ddd::test
