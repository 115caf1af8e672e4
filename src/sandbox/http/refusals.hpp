#pragma once

#include <string_view>

#include <ddd/kernel/error.hpp>

/// The refusals of requests that can't be read as Stripe's API wants them; wire/stripe_wire has their statuses. None of
/// them is recorded under a key.
namespace ddd::sandbox::refusals {

[[nodiscard]] Error no_api_key();
[[nodiscard]] Error invalid_api_key();
[[nodiscard]] Error unknown_route();
[[nodiscard]] Error rate_limited();
[[nodiscard]] Error unreadable(std::string_view why);
[[nodiscard]] Error parameter_unknown(std::string_view names);
[[nodiscard]] Error parameter_missing(std::string_view name);
[[nodiscard]] Error parameter_invalid(std::string_view name, std::string_view why);
[[nodiscard]] Error invalid_integer(std::string_view name, std::string_view why);
[[nodiscard]] Error invalid_url(std::string_view name);

}  // namespace ddd::sandbox::refusals
