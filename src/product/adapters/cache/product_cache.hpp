#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <ddd/kernel/ids.hpp>

namespace ddd::product {

/// A product's public answer as it goes over the wire, in each form that was asked for.
struct CachedProduct {
  std::shared_ptr<const std::string> body;     ///< JSON; null until put
  std::string etag;                            ///< of the JSON
  std::shared_ptr<const std::string> message;  ///< as a protocol buffer; null until put
};

/// Serialised products of one shard. Filled by reads, emptied by changes; bounded, the oldest entry goes first.
class ProductCache {
 public:
  explicit ProductCache(std::size_t capacity = 10'000) : capacity_(capacity) {}

  /// Null when absent; valid until the next non-const call.
  [[nodiscard]] const CachedProduct* find(ProductId id) const;
  /// Adds the forms that `product` has to those that are there.
  void put(ProductId id, CachedProduct product);
  void drop(const std::vector<ProductId>& ids);

 private:
  struct Entry {
    CachedProduct product;
    std::list<ProductId>::iterator place;
  };
  [[nodiscard]] CachedProduct& entry(ProductId id);

  std::size_t capacity_;
  std::unordered_map<ProductId, Entry> products_;
  std::list<ProductId> order_;  ///< as they were put, the oldest first
};

}  // namespace ddd::product
