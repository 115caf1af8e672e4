#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <ddd/kernel/id_source.hpp>

namespace ddd::api {

/// Names requests: 15 characters of Crockford's base 32, unique over shards, processes and restarts (45 random bits per
/// source, then a counter). No secrets. A draw from the operating system for each request would cost more than all
/// other steps of a cached read together. One per shard.
class RequestIds {
 public:
  /// `ids` outlives this.
  explicit RequestIds(IdSource& ids) : ids_(ids) {}

  [[nodiscard]] std::string next();
  /// Takes a client's X-Request-Id over: 8-64 of [A-Za-z0-9_-] and no card number in it.
  [[nodiscard]] std::string take_over_or_next(std::string_view sent);

 private:
  static constexpr std::uint64_t kPerPrefix = std::uint64_t{1} << 30;

  IdSource& ids_;
  std::uint64_t prefix_ = 0;
  std::uint64_t counter_ = kPerPrefix;
};

}  // namespace ddd::api
