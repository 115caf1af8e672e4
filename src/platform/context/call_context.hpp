#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/context/idempotency.hpp>
#include <ddd/platform/context/trace_context.hpp>

namespace ddd {

enum class Role { user, admin };

/// Who calls, as verified from the access token: never taken from a path, a body or another header.
struct Principal {
  UserId user_id;
  Role role = Role::user;
  SessionId session_id;
};

/// Where the call came from, as far as the socket and headers tell.
struct ClientInfo {
  std::string address;
  std::string user_agent;
};

/// Travels with one call through every layer and over every hop. A value: copied where a hop changes it.
struct CallContext {
  std::optional<Principal> principal;
  /// The calling service where the call is an internal one, "payment-service" and the like.
  std::optional<std::string> service;
  ClientInfo client;
  std::string request_id;
  TraceContext trace;
  /// The request or event at the root of this piece of work, and the one that directly led to it.
  std::string correlation_id;
  std::string causation_id;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  std::optional<IdempotencyKey> idempotency;

  [[nodiscard]] bool is_admin() const { return principal && principal->role == Role::admin; }
};

}  // namespace ddd
