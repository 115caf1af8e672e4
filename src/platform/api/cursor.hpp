#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/api/route.hpp>

namespace ddd::api {

/// The cursors of one list: opaque text that holds the sort key of a page's last item and a checksum that ties it to
/// the list, the path and every query parameter but `limit`, `cursor` and `include`. A cursor of another list, filter
/// or sort is refused instead of giving a page that makes no sense. The checksum is no secret: a forged cursor reaches
/// nothing that the list itself does not show.
///
///   const CursorScope cursors("list_payments", request);
///   DDD_CO_TRY(const auto after, cursors.decode<std::int64_t, std::string>());
///   ... cursors.encode(to_micros(last.created_at), last.id.to_text())
class CursorScope {
 public:
  /// `list` is the route's name.
  CursorScope(std::string_view list, const RouteRequest& request);
  /// For requests of other forms: `filter` is what the cursor is bound to besides, `pointer` where it stood.
  CursorScope(std::string_view list, std::string_view filter, std::optional<std::string> cursor, std::string pointer);

  /// The cursor behind an item; `values` are int64 or text, in the list's order.
  template <class... Values>
  [[nodiscard]] std::string encode(const Values&... values) const {
    return seal({Value(values)...});
  }

  /// What the request's `cursor` holds; nothing when it has none. Errors: `request.invalid` (malformed) at
  /// /query/cursor.
  template <class... Values>
  [[nodiscard]] Result<std::optional<std::tuple<Values...>>> decode() const {
    if (!cursor_) return std::nullopt;
    DDD_TRY(auto values, open());
    return unpack<Values...>(std::move(values), std::index_sequence_for<Values...>{});
  }

 private:
  using Value = std::variant<std::int64_t, std::string>;

  template <class... Values, std::size_t... N>
  [[nodiscard]] Result<std::optional<std::tuple<Values...>>> unpack(std::vector<Value> values,
                                                                    std::index_sequence<N...>) const {
    if (values.size() != sizeof...(Values) || !(std::holds_alternative<Values>(values[N]) && ...))
      return Refused(foreign());
    return std::tuple<Values...>(std::get<Values>(std::move(values[N]))...);
  }

  [[nodiscard]] std::string seal(const std::vector<Value>& values) const;
  [[nodiscard]] Result<std::vector<Value>> open() const;
  [[nodiscard]] std::string checksum(std::string_view payload) const;
  [[nodiscard]] Error foreign() const;

  std::string scope_;
  std::optional<std::string> cursor_;
  std::string pointer_ = "/query/cursor";
};

}  // namespace ddd::api
