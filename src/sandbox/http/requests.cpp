#include <algorithm>
#include <limits>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/http/client.hpp>
#include <ddd/sandbox/domain/errors.hpp>
#include <ddd/sandbox/http/refusals.hpp>
#include <ddd/sandbox/http/requests.hpp>

namespace ddd::sandbox::requests {
namespace {

// "The amount value supports up to eight digits (e.g., a value of 99999999 for a USD charge of $999,999.99)." The least
// amount depends on the account's settlement currency and is not modelled.
constexpr std::int64_t kMostAmount = 99'999'999;

constexpr std::int64_t kMostSeconds = std::numeric_limits<std::int64_t>::max() / 1'000'000;

Result<Money> read_amount(Parameters& parameters) {
  DDD_TRY(const auto amount, parameters.integer("amount", 1, std::numeric_limits<std::int64_t>::max()));
  if (!amount) return Refused(refusals::parameter_missing("amount"));
  if (*amount > kMostAmount) return Refused(errors::amount_too_large("amount"));
  DDD_TRY(auto code, parameters.required("currency"));
  // "Three-letter ISO currency code, in lowercase. Must be a supported currency."
  const bool is_lower = std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
  std::ranges::transform(code, code.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  const auto currency = is_lower ? Currency::from_code(code) : std::nullopt;
  if (!currency)
    return Refused(refusals::parameter_invalid("currency", "a supported currency in lowercase is expected."));
  return Money(*amount, *currency);
}

Result<Metadata> read_metadata(Parameters& parameters) {
  // docs.stripe.com/api/metadata: "up to 50 keys, with key names up to 40 characters long and values up to 500
  // characters long".
  auto metadata = parameters.map("metadata");
  if (metadata.size() > 50) return Refused(refusals::parameter_invalid("metadata", "at most 50 keys are allowed."));
  for (const auto& [name, value] : metadata) {
    if (utf8_length(name).value_or(0) > 40) {
      return Refused(refusals::parameter_invalid("metadata", "keys have at most 40 characters."));
    }
    if (utf8_length(value).value_or(0) > 500) {
      return Refused(refusals::parameter_invalid("metadata", "values have at most 500 characters."));
    }
  }
  // An empty value unsets its key.
  std::erase_if(metadata, [](const auto& each) { return each.second.empty(); });
  return metadata;
}

Result<> check_types(Parameters& parameters) {
  for (const auto& type : parameters.list("payment_method_types")) {
    if (type != "card")
      return Refused(refusals::parameter_invalid("payment_method_types", "this sandbox knows card alone."));
  }
  return {};
}

/// The id of a payment method, or "" if none is given. What can't be one is refused here, before anything is recorded.
Result<std::string> read_method(Parameters& parameters) {
  auto id = parameters.text("payment_method").value_or("");
  const bool is_id = id.empty() || (id.starts_with("pm_") && id.size() <= 64);
  if (!is_id) return Refused(errors::no_such_method());
  return id;
}

Result<std::string> read_url(Parameters& parameters, std::string_view name) {
  auto url = parameters.text(name).value_or("");
  if (url.empty()) return url;
  const auto scheme = url.find("://");
  const auto path =
      scheme == std::string::npos ? url.size() : std::min(url.find_first_of("/?", scheme + 3), url.size());
  if (url.size() > 2048 || !http::Origin::parse(url.substr(0, path))) return Refused(refusals::invalid_url(name));
  return url;
}

Result<std::size_t> read_limit(Parameters& parameters) {
  // docs.stripe.com/api/pagination: "Limit can range between 1 and 100, and the default is 10."
  DDD_TRY(const auto limit, parameters.integer("limit", 1, 100));
  return static_cast<std::size_t>(limit.value_or(10));
}

Result<std::optional<Timestamp>> read_since(Parameters& parameters) {
  DDD_TRY(const auto seconds, parameters.integer("created[gte]", 0, kMostSeconds));
  if (!seconds) return std::nullopt;
  return Timestamp(std::chrono::seconds(*seconds));
}

}  // namespace

Result<IntentId> intent_id(std::string_view id) {
  auto parsed = IntentId::parse(id);
  if (!parsed) return Refused(errors::intent_not_found());
  return *std::move(parsed);
}

Result<EventId> event_id(std::string_view id) {
  auto parsed = EventId::parse(id);
  if (!parsed) return Refused(errors::event_not_found());
  return *std::move(parsed);
}

Result<RefundId> refund_id(std::string_view id) {
  auto parsed = RefundId::parse(id);
  if (!parsed) return Refused(errors::refund_not_found());
  return *std::move(parsed);
}

Result<Command> create_intent(std::string_view, Parameters& parameters) {
  DDD_TRY(const auto amount, read_amount(parameters));
  DDD_TRY(const auto capture_method, parameters.one_of("capture_method", {"automatic", "manual"}));
  DDD_TRY(const auto confirm, parameters.one_of("confirm", {"true", "false"}));
  if (confirm == "true") {
    return Refused(refusals::parameter_invalid("confirm", "this sandbox creates and confirms in two requests."));
  }
  DDD_CHECK(check_types(parameters));
  DDD_TRY(auto payment_method, read_method(parameters));
  DDD_TRY(auto metadata, read_metadata(parameters));
  auto description = parameters.text("description").value_or("");
  if (utf8_length(description).value_or(0) > 1000) {
    return Refused(refusals::parameter_invalid("description", "at most 1000 characters are allowed."));
  }
  DDD_CHECK(parameters.check_all_taken());
  return CreateIntent{{.amount = amount,
                       .capture_method = capture_method == "manual" ? CaptureMethod::manual : CaptureMethod::automatic,
                       .payment_method = std::move(payment_method),
                       .description = std::move(description),
                       .metadata = std::move(metadata)}};
}

Result<Command> confirm_intent(std::string_view id, Parameters& parameters) {
  DDD_TRY(auto intent, intent_id(id));
  DDD_TRY(auto payment_method, read_method(parameters));
  DDD_TRY(auto return_url, read_url(parameters, "return_url"));
  DDD_CHECK(parameters.check_all_taken());
  return ConfirmIntent{
      .id = std::move(intent), .payment_method = std::move(payment_method), .return_url = std::move(return_url)};
}

Result<Command> capture_intent(std::string_view id, Parameters& parameters) {
  DDD_TRY(auto intent, intent_id(id));
  DDD_TRY(const auto amount, parameters.integer("amount_to_capture", 1, std::numeric_limits<std::int64_t>::max()));
  DDD_CHECK(parameters.check_all_taken());
  return CaptureIntent{.id = std::move(intent), .amount = amount};
}

Result<Command> cancel_intent(std::string_view id, Parameters& parameters) {
  DDD_TRY(auto intent, intent_id(id));
  DDD_TRY(auto reason,
          parameters.one_of("cancellation_reason", {"duplicate", "fraudulent", "requested_by_customer", "abandoned"}));
  DDD_CHECK(parameters.check_all_taken());
  return CancelIntent{.id = std::move(intent), .reason = reason.value_or("")};
}

Result<Command> create_refund(std::string_view, Parameters& parameters) {
  DDD_TRY(const auto intent, parameters.required("payment_intent"));
  DDD_TRY(auto parsed, intent_id(intent));
  DDD_TRY(const auto amount, parameters.integer("amount", 1, std::numeric_limits<std::int64_t>::max()));
  DDD_TRY(auto reason, parameters.one_of("reason", {"duplicate", "fraudulent", "requested_by_customer"}));
  DDD_TRY(auto metadata, read_metadata(parameters));
  DDD_CHECK(parameters.check_all_taken());
  return CreateRefund{.intent = std::move(parsed),
                      .terms = {.amount = amount, .reason = reason.value_or(""), .metadata = std::move(metadata)}};
}

Result<Command> save_method(std::string_view, Parameters& parameters) {
  DDD_TRY(const auto type, parameters.one_of("type", {"card"}));
  if (!type) return Refused(refusals::parameter_missing("type"));
  // docs.stripe.com/testing: "use test tokens instead of card numbers". Card data are unknown parameters here.
  DDD_TRY(const auto token, parameters.required("card[token]"));
  auto method = test_method_of_token(token);
  if (!method) return Refused(refusals::parameter_invalid("card[token]", "no such test token."));
  DDD_CHECK(parameters.check_all_taken());
  return SaveMethod{*std::move(method)};
}

Result<ListRange<IntentId>> intent_list(Parameters& parameters) {
  DDD_TRY(const auto limit, read_limit(parameters));
  DDD_TRY(const auto since, read_since(parameters));
  ListRange<IntentId> range{.limit = limit, .after = std::nullopt, .since = since};
  if (const auto after = parameters.text("starting_after")) {
    DDD_TRY(range.after, intent_id(*after));
  }
  DDD_CHECK(parameters.check_all_taken());
  return range;
}

Result<RefundFilter> refund_list(Parameters& parameters) {
  DDD_TRY(const auto limit, read_limit(parameters));
  DDD_TRY(const auto since, read_since(parameters));
  RefundFilter filter{.intent = std::nullopt, .range = {.limit = limit, .after = std::nullopt, .since = since}};
  if (const auto intent = parameters.text("payment_intent")) {
    DDD_TRY(filter.intent, intent_id(*intent));
  }
  if (const auto after = parameters.text("starting_after")) {
    DDD_TRY(filter.range.after, refund_id(*after));
  }
  DDD_CHECK(parameters.check_all_taken());
  return filter;
}

Result<EventFilter> event_list(Parameters& parameters) {
  DDD_TRY(const auto limit, read_limit(parameters));
  DDD_TRY(const auto since, read_since(parameters));
  DDD_TRY(const auto delivered, parameters.one_of("delivery_success", {"true", "false"}));
  EventFilter filter{.type = parameters.text("type").value_or(""),
                     .delivered = std::nullopt,
                     .range = {.limit = limit, .after = std::nullopt, .since = since}};
  if (delivered) filter.delivered = *delivered == "true";
  if (const auto after = parameters.text("starting_after")) {
    DDD_TRY(filter.range.after, event_id(*after));
  }
  DDD_CHECK(parameters.check_all_taken());
  return filter;
}

}  // namespace ddd::sandbox::requests
