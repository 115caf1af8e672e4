#pragma once

#include <optional>
#include <string>

#include <ddd/platform/json/shape.hpp>

/// The parts of the provider's events that we read (docs.stripe.com/api/events/object).
namespace ddd::payment::stripe::wire {

struct EventObject {
  std::string object;
  std::optional<std::string> id;
  std::optional<std::string> payment_intent;
  std::optional<std::string> status;
};
struct EventData {
  EventObject object;
};
struct Event {
  std::string object;
  std::string id;
  std::string type;
  std::optional<std::string> api_version;
  bool livemode = false;
  EventData data;
};

}  // namespace ddd::payment::stripe::wire

namespace ddd::json {

template <>
struct Shape<payment::stripe::wire::EventObject> {
  using T = payment::stripe::wire::EventObject;
  static constexpr std::string_view name = "StripeEventObject";
  static constexpr auto fields = Fields{field("object", &T::object), field("id", &T::id),
                                        field("payment_intent", &T::payment_intent), field("status", &T::status)};
};
template <>
struct Shape<payment::stripe::wire::EventData> {
  using T = payment::stripe::wire::EventData;
  static constexpr std::string_view name = "StripeEventData";
  static constexpr auto fields = Fields{field("object", &T::object)};
};
template <>
struct Shape<payment::stripe::wire::Event> {
  using T = payment::stripe::wire::Event;
  static constexpr std::string_view name = "StripeEvent";
  static constexpr auto fields = Fields{field("object", &T::object),     field("id", &T::id),
                                        field("type", &T::type),         field("api_version", &T::api_version),
                                        field("livemode", &T::livemode), field("data", &T::data)};
};

}  // namespace ddd::json
