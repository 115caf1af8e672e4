#include <string>
#include <vector>

#include <ddd/product/domain/errors.hpp>
#include <ddd/product/domain/product.hpp>

namespace ddd::product {
namespace {

std::vector<std::string> changed_fields(const Details& before, const Details& after) {
  std::vector<std::string> names;
  const auto note = [&](const char* name, bool same) {
    if (!same) names.emplace_back(name);
  };
  note("name", before.name == after.name);
  note("description", before.description == after.description);
  note("short_description", before.short_description == after.short_description);
  note("sku", before.sku == after.sku);
  note("price", before.price == after.price);
  note("compare_at_price", before.compare_at_price == after.compare_at_price);
  note("category", before.category == after.category);
  note("sub_category", before.sub_category == after.sub_category);
  note("brand", before.brand == after.brand);
  note("tags", before.tags == after.tags);
  note("images", before.images == after.images);
  note("is_active", before.is_active == after.is_active);
  note("is_featured", before.is_featured == after.is_featured);
  note("is_digital", before.is_digital == after.is_digital);
  note("min_stock", before.min_stock == after.min_stock);
  return names;
}

}  // namespace

Result<Product> Product::create(ProductId id, Details details, Currency catalogue_currency, Timestamp now) {
  DDD_CHECK(check(details, catalogue_currency));
  Product product(Snapshot{.id = id, .details = std::move(details), .created_at = now, .updated_at = now});
  const auto& made = product.state_.details;
  product.events_.add(ProductCreated{made.sku.to_text(), made.name, made.price});
  return product;
}

Product Product::restore(Snapshot snapshot) {
  return Product(std::move(snapshot));
}

Result<> Product::change(const DetailsPatch& patch, std::optional<std::int64_t> expected_version,
                         Currency catalogue_currency, Timestamp now) {
  if (expected_version && *expected_version != state_.version) return Refused(errors::stale());
  auto after = patch.applied_to(state_.details);
  DDD_CHECK(check(after, catalogue_currency));
  auto names = changed_fields(state_.details, after);
  if (names.empty()) return {};
  const Details before = std::exchange(state_.details, std::move(after));
  state_.updated_at = now;
  events_.add(ProductUpdated{std::move(names)});
  if (before.price != state_.details.price) events_.add(ProductPriceChanged{before.price, state_.details.price});
  if (before.is_active && !state_.details.is_active) events_.add(ProductDeactivated{});
  if (!before.is_active && state_.details.is_active) events_.add(ProductActivated{});
  return {};
}

Result<> Product::remove(std::optional<std::int64_t> expected_version, Timestamp now) {
  if (expected_version && *expected_version != state_.version) return Refused(errors::stale());
  state_.deleted_at = now;
  state_.updated_at = now;
  events_.add(ProductDeleted{});
  return {};
}

void Product::mark_saved() {
  ++state_.version;
  events_.mark_stored();
  state_.event_sequence = events_.stored();
}

}  // namespace ddd::product
