#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd {

// Every use case states who may run it in its first line; the protocol adapters only authenticate.

/// The signed-in caller. Error: `auth.required` (unauthenticated).
[[nodiscard]] Result<Principal> require_user(const CallContext& call);
/// Errors: `auth.required`, `auth.forbidden`.
[[nodiscard]] Result<> require_admin(const CallContext& call);
/// An internal call from one of `callers`. Error: `auth.internal_only` (forbidden), whoever else asks.
[[nodiscard]] Result<> require_service(const CallContext& call, std::span<const std::string_view> callers);
[[nodiscard]] inline Result<> require_service(const CallContext& call,
                                              std::initializer_list<std::string_view> callers) {
  return require_service(call, std::span(callers.begin(), callers.size()));
}

}  // namespace ddd
