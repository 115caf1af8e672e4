#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <ddd/kernel/money.hpp>

namespace ddd {

/// What a refusal means to the caller, independent of any protocol. HTTP and gRPC each map it in one switch.
enum class ErrorKind {
  malformed,        ///< the request can't be read: wrong type, unknown or missing field, bad query value
  rejected,         ///< it can be read and breaks a rule
  unauthenticated,  ///< no or bad credentials
  forbidden,        ///< known caller, not allowed
  not_found,        ///< unknown, or somebody else's
  conflict,         ///< the state does not allow it now
  stale,            ///< a precondition (If-Match) no longer holds
  declined,         ///< the card was declined
  too_many,         ///< the caller's own limit
  unavailable,      ///< a needed part is away, or load is shed: try again later
  timeout,          ///< the caller's time ran out
  internal,         ///< a defect of ours
};

/// One broken rule, tied to the place in the request by a JSON pointer (RFC 6901).
struct Violation {
  std::string pointer;
  std::string code;
  std::string message;
  std::optional<std::int64_t> limit;

  friend bool operator==(const Violation&, const Violation&) = default;
};

struct ErrorMember;
/// A list of small objects, such as the lines that are short of stock.
using ErrorRows = std::vector<std::vector<ErrorMember>>;
using ErrorValue = std::variant<std::int64_t, std::string, Money, ErrorRows>;

/// A fact about this refusal that a program can use, such as ("available", 3).
struct ErrorMember {
  std::string name;
  ErrorValue value;

  friend bool operator==(const ErrorMember&, const ErrorMember&) = default;
};

/// A refusal or failure as a value.
///
/// `code` is a stable slug "context.reason" with static storage; each is made in one function of a context's `errors`.
/// `message` is for people and never holds SQL, paths, secrets or library text.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string_view code = "internal";
  std::string message;
  std::vector<Violation> violations;
  std::vector<ErrorMember> members;
  /// Seconds after which a repeat makes sense; only for `too_many` and `unavailable`.
  std::optional<int> retry_after_seconds;

  [[nodiscard]] Error with(std::string name, ErrorValue value) && {
    members.push_back({std::move(name), std::move(value)});
    return std::move(*this);
  }

  friend bool operator==(const Error&, const Error&) = default;
};

}  // namespace ddd
