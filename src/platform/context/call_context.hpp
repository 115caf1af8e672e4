#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

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

/// Makes an answer of a use case into the bytes that an idempotent repeat gets. A plain function of the protocol
/// adapter, run before the save, so that the answer is stored with the effect.
template <class View>
using Render = StoredAnswer (*)(const View&);

/// The idempotency record of this call, if it carries a key and the adapter can render the answer.
template <class View>
[[nodiscard]] std::optional<IdempotencyRecord> remember(const CallContext& call, std::string resource_id,
                                                        Render<View> render, const View& view, Timestamp now) {
  if (!call.idempotency || render == nullptr) return std::nullopt;
  return IdempotencyRecord{
      .key = *call.idempotency, .resource_id = std::move(resource_id), .answer = render(view), .created_at = now};
}

}  // namespace ddd
