#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/platform/http/message.hpp>

namespace ddd::simulation {

/// A request as its client made it; lives until every copy of it is answered.
struct Request {
  http::Method method = http::Method::get;
  std::string target;
  std::string body;
  std::string token;  ///< of the caller; empty: nobody
  std::string key;    ///< Idempotency-Key; empty: none
};

struct Answer {
  int status = 0;
  std::string body;

  [[nodiscard]] bool is_success() const { return status >= 200 && status < 300; }
  /// The first text member of that name; empty when there is none.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// The first number of that name; nothing when there is none.
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name) const;
};

/// The header fields that a client of `request` sends. The trace it names is the same in every run.
[[nodiscard]] std::unique_ptr<http::Headers> headers_of(const Request& request);

}  // namespace ddd::simulation
