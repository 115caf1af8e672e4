#include <utility>

#include <ddd/kernel/validation.hpp>
#include <ddd/product/adapters/http/dto.hpp>

namespace ddd::product {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<Money> money(Validation& check, std::string_view pointer, const std::optional<api::MoneyBody>& body) {
  return body ? api::to_money(check, pointer, *body) : std::nullopt;
}

}  // namespace

ProductBody to_body(const ProductView& view, bool for_admin) {
  const auto& d = view.details;
  ProductBody body{.id = view.id,
                   .name = d.name,
                   .description = unless_empty(d.description),
                   .short_description = unless_empty(d.short_description),
                   .sku = d.sku.to_text(),
                   .price = d.price,
                   .compare_at_price = d.compare_at_price,
                   .category = unless_empty(d.category),
                   .sub_category = unless_empty(d.sub_category),
                   .brand = unless_empty(d.brand),
                   .tags = d.tags,
                   .images = d.images,
                   .stock = view.available(),
                   .is_active = d.is_active,
                   .is_featured = d.is_featured,
                   .is_digital = d.is_digital,
                   .version = view.version,
                   .view_count = view.view_count,
                   .created_at = view.created_at,
                   .updated_at = view.updated_at};
  if (for_admin) {
    body.on_hand = view.on_hand;
    body.reserved = view.reserved;
    body.min_stock = d.min_stock;
    body.in_baskets = view.in_baskets;
  }
  return body;
}

MovementBody to_body(const Movement& movement) {
  return {.delta = movement.delta,
          .reserved_delta = movement.reserved_delta,
          .kind = std::string(to_text(movement.kind)),
          .cause_id = movement.cause.id,
          .reason = unless_empty(movement.cause.note),
          .on_hand_after = movement.on_hand_after,
          .reserved_after = movement.reserved_after,
          .at = movement.at};
}

std::string etag_of(const ProductView& view) {
  return "\"" + std::to_string(view.version) + "." + std::to_string(view.stock_version) + "\"";
}

Details to_details(Validation& check, const CreateProductBody& body, Currency catalogue) {
  const auto sku = check.field("/sku", Sku::parse(body.sku));
  const auto price = api::to_money(check, "/price", body.price);
  const auto compare_at = money(check, "/compare_at_price", body.compare_at_price);
  return Details{.name = body.name,
                 .description = body.description.value_or(""),
                 .short_description = body.short_description.value_or(""),
                 .sku = sku.value_or(Sku::restore("")),
                 .price = price.value_or(Money(body.price.amount, catalogue)),
                 .compare_at_price = compare_at,
                 .category = body.category.value_or(""),
                 .sub_category = body.sub_category.value_or(""),
                 .brand = body.brand.value_or(""),
                 .tags = body.tags.value_or(std::vector<std::string>{}),
                 .images = body.images.value_or(std::vector<std::string>{}),
                 .is_active = body.is_active.value_or(true),
                 .is_featured = body.is_featured.value_or(false),
                 .is_digital = body.is_digital.value_or(false),
                 .min_stock = body.min_stock.value_or(0)};
}

Result<DetailsPatch> to_patch(const UpdateProductBody& body) {
  Validation check;
  DetailsPatch patch{.name = body.name,
                     .description = body.description,
                     .short_description = body.short_description,
                     .price = money(check, "/price", body.price),
                     .compare_at_price = money(check, "/compare_at_price", body.compare_at_price),
                     .category = body.category,
                     .sub_category = body.sub_category,
                     .brand = body.brand,
                     .tags = body.tags,
                     .images = body.images,
                     .is_active = body.is_active,
                     .is_featured = body.is_featured,
                     .is_digital = body.is_digital,
                     .min_stock = body.min_stock};
  if (body.sku) patch.sku = check.field("/sku", Sku::parse(*body.sku));
  if (!check.ok()) return std::move(check).refuse("product.invalid");
  return patch;
}

}  // namespace ddd::product
