#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace ddd {

/// One page of a list in keyset order. `Key` is the sort key of the last item: where the next page starts.
template <class T, class Key>
struct Page {
  std::vector<T> items;
  /// Set exactly when more items follow.
  std::optional<Key> next;
  /// Only when asked for.
  std::optional<std::int64_t> total;
};

}  // namespace ddd
