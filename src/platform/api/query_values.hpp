#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/api/route.hpp>

namespace ddd::api {

/// Reads typed values out of a request's query and collects what is wrong with all of them.
///
///   QueryValues query(request);
///   const auto limit = query.limit();
///   const auto category = query.text("category", 100);
///   DDD_CO_CHECK(query.check());
///
/// An absent parameter is an empty optional and no violation. Values read before a failed `check` mean nothing.
/// Refers to `request`.
class QueryValues {
 public:
  explicit QueryValues(const RouteRequest& request) : request_(request) {}

  /// 1 to `max_length` code points.
  [[nodiscard]] std::optional<std::string> text(std::string_view name, std::size_t max_length = 200);
  /// A decimal integer without "+", leading zeros, fraction or exponent, within [min, max].
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name, std::int64_t min = INT64_MIN,
                                                    std::int64_t max = INT64_MAX);
  /// "true" or "false".
  [[nodiscard]] std::optional<bool> boolean(std::string_view name);
  /// One of the listed words.
  template <class Enum>
  [[nodiscard]] std::optional<Enum> one_of(std::string_view name,
                                           std::span<const std::pair<std::string_view, Enum>> words) {
    const auto value = request_.query(name);
    if (!value) return std::nullopt;
    std::string allowed;
    for (const auto& [word, meaning] : words) {
      if (word == *value) return meaning;
      allowed.append(allowed.empty() ? "" : ", ").append(word);
    }
    add(name, "one_of", "Must be one of: " + allowed + ".");
    return std::nullopt;
  }
  /// An id that has `parse`: NumericId or TextId.
  template <class Id>
  [[nodiscard]] std::optional<Id> id(std::string_view name) {
    const auto value = request_.query(name);
    if (!value) return std::nullopt;
    auto id = Id::parse(*value);
    if (!id) add(name, "id", "Must be an id.");
    return id;
  }

  /// `limit`: 1 to 100, 20 when absent.
  [[nodiscard]] std::size_t limit();
  /// `include`: true for "total", false when absent; nothing else is known.
  [[nodiscard]] bool includes_total();

  /// Notes a rule that the caller checked itself, such as from <= to.
  void add(std::string_view name, std::string code, std::string message,
           std::optional<std::int64_t> limit = std::nullopt);

  /// Errors: `request.invalid` (malformed) with every violation so far, at /query/<name>.
  [[nodiscard]] Result<> check() const;

 private:
  const RouteRequest& request_;
  std::vector<Violation> violations_;
};

/// The n-th path value as an id. One that can't be an id names nothing: `not_found` is the context's own refusal.
template <class Id>
[[nodiscard]] Result<Id> path_id(const RouteRequest& request, std::size_t n, Error not_found) {
  if (auto id = Id::parse(request.path(n))) return *std::move(id);
  return Refused(std::move(not_found));
}

}  // namespace ddd::api
