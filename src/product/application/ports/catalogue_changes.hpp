#pragma once

#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/platform/async/task.hpp>

namespace ddd::product {

/// Tells whoever serves cached products that these changed. When it returns, no shard of this process serves the old
/// ones.
class CatalogueChanges {
 public:
  virtual ~CatalogueChanges() = default;
  [[nodiscard]] virtual Task<> changed(std::vector<ProductId> ids) = 0;
};

}  // namespace ddd::product
