#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/common/v1/common.pb.h>
#include <ddd/kernel/result.hpp>
#include <ddd/platform/api/cursor.hpp>

namespace ddd::rpc {

/// Holds the values of a request against what REST's query strings are held against, and collects what is wrong with
/// all of them. `pointer` says where the value stands: "/filter/brand". Values read before a failed `check` mean
/// nothing.
class RequestValues {
 public:
  /// 1 to `max_length` code points.
  void text(std::string_view pointer, const std::string& value, std::size_t max_length);
  void at_least(std::string_view pointer, std::int64_t value, std::int64_t min);
  /// One of the listed words.
  template <class Enum>
  [[nodiscard]] std::optional<Enum> one_of(std::string_view pointer, std::string_view value,
                                           std::span<const std::pair<std::string_view, Enum>> words) {
    std::string allowed;
    for (const auto& [word, meaning] : words) {
      if (word == value) return meaning;
      allowed.append(allowed.empty() ? "" : ", ").append(word);
    }
    add(pointer, "one_of", "Must be one of: " + allowed + ".");
    return std::nullopt;
  }
  /// 1 to 100, 20 when absent.
  [[nodiscard]] std::size_t limit(const common::v1::PageRequest& page);
  /// A batch has at most 100 items.
  void batch(std::string_view pointer, int size);

  void add(std::string_view pointer, std::string code, std::string message,
           std::optional<std::int64_t> limit = std::nullopt);

  /// Errors: `request.invalid` (malformed) with every violation so far.
  [[nodiscard]] Result<> check() const;

 private:
  std::vector<Violation> violations_;
};

/// The cursors of a list, bound to everything in `request` but its field `page`. `list` is the method's name.
[[nodiscard]] api::CursorScope cursor_scope(std::string_view list, const google::protobuf::Message& request,
                                            const common::v1::PageRequest& page);

/// How a list goes on after a page that ended at `next`, a cursor if there is more.
[[nodiscard]] common::v1::PageInfo page_info(std::optional<std::string> next,
                                             std::optional<std::int64_t> total = std::nullopt);

}  // namespace ddd::rpc
