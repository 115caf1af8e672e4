#include <ddd/sandbox/http/refusals.hpp>

namespace ddd::sandbox::refusals {
namespace {

Error about(std::string_view name, std::string_view code, std::string message) {
  return {.kind = ErrorKind::malformed,
          .code = code,
          .message = message,
          .violations = {{std::string(name), "invalid", message, std::nullopt}}};
}

}  // namespace

Error no_api_key() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "sandbox.unauthenticated",
          .message =
              "You did not provide an API key. You need to provide your API key in the Authorization header, using "
              "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."};
}
Error invalid_api_key() {
  return {.kind = ErrorKind::unauthenticated,
          .code = "sandbox.unauthenticated",
          .message = "Invalid API Key provided. This sandbox takes keys that start with sk_test_."};
}
Error unknown_route() {
  return {.kind = ErrorKind::not_found, .code = "sandbox.unknown_route", .message = "Unrecognized request URL."};
}
Error rate_limited() {
  return {.kind = ErrorKind::too_many,
          .code = "sandbox.rate_limited",
          .message = "Request rate limit exceeded. Learn more about rate limits: https://docs.stripe.com/rate-limits."};
}
Error unreadable(std::string_view why) {
  return {.kind = ErrorKind::malformed, .code = "sandbox.unreadable", .message = std::string(why)};
}
Error parameter_unknown(std::string_view names) {
  return about(names, "sandbox.parameter_unknown", "Received unknown parameter: " + std::string(names));
}
Error parameter_missing(std::string_view name) {
  return about(name, "sandbox.parameter_missing", "Missing required param: " + std::string(name) + ".");
}
Error parameter_invalid(std::string_view name, std::string_view why) {
  return about(name, "sandbox.parameter_invalid", "Invalid " + std::string(name) + ": " + std::string(why));
}
Error invalid_integer(std::string_view name, std::string_view why) {
  return about(name, "sandbox.invalid_integer", "Invalid integer: " + std::string(why));
}
Error invalid_url(std::string_view name) {
  return about(name, "sandbox.invalid_url", "Not a valid URL.");
}

}  // namespace ddd::sandbox::refusals
