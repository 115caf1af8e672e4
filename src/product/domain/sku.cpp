#include <ddd/kernel/text.hpp>
#include <ddd/kernel/validation.hpp>
#include <ddd/product/domain/sku.hpp>

namespace ddd::product {

Result<Sku> Sku::parse(std::string_view text) {
  const auto trimmed = trim(text);
  const auto length = utf8_length(trimmed);
  if (!length || *length == 0) return broken_rule("product.sku_invalid", "required", "A SKU is required.");
  if (*length > 100) return broken_rule("product.sku_invalid", "max_length", "A SKU has at most 100 characters.", 100);
  return Sku(std::string(trimmed));
}

}  // namespace ddd::product
