#pragma once

#include <cstddef>
#include <cstdint>
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

/// Serialised products of one shard, and pages of lists. Filled by reads, emptied by changes; bounded, the oldest
/// product goes first. A page is good until any product changes.
class ProductCache {
 public:
  explicit ProductCache(std::size_t capacity = 10'000) : capacity_(capacity) {}

  /// Null when absent; valid until the next non-const call.
  [[nodiscard]] const CachedProduct* find(ProductId id) const;
  /// Adds the forms that `product` has to those that are there.
  void put(ProductId id, CachedProduct product);
  void drop(const std::vector<ProductId>& ids);

  /// The body of a list's answer, by all that was asked for; null when absent.
  [[nodiscard]] std::shared_ptr<const std::string> find_page(const std::string& asked) const;
  /// Another one after every change.
  [[nodiscard]] std::uint64_t age() const { return age_; }
  /// `age` is that from before the page was read from the store: a page that a change may have overtaken is not kept.
  void put_page(std::string asked, std::shared_ptr<const std::string> body, std::uint64_t age);

 private:
  static constexpr std::size_t kPages = 128;

  struct Entry {
    CachedProduct product;
    std::list<ProductId>::iterator place;
  };
  [[nodiscard]] CachedProduct& entry(ProductId id);

  std::size_t capacity_;
  std::unordered_map<ProductId, Entry> products_;
  std::list<ProductId> order_;  ///< as they were put, the oldest first
  std::unordered_map<std::string, std::shared_ptr<const std::string>> pages_;
  std::uint64_t age_ = 0;
};

}  // namespace ddd::product
