#include <ddd/platform/api/query_string.hpp>
#include <ddd/platform/grpc/stored.hpp>
#include <ddd/product/adapters/grpc/messages.hpp>

namespace ddd::product {
namespace {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

std::vector<std::string> to_texts(const Texts& texts) {
  return {texts.begin(), texts.end()};
}

void describe(v1::Product& message, const Details& details) {
  const auto set = [](const std::string& text, auto setter) {
    if (!text.empty()) setter(text);
  };
  message.set_name(details.name);
  set(details.description, [&](const auto& text) { message.set_description(text); });
  set(details.short_description, [&](const auto& text) { message.set_short_description(text); });
  message.set_sku(details.sku.to_text());
  *message.mutable_price() = rpc::to_message(details.price);
  if (details.compare_at_price) *message.mutable_compare_at_price() = rpc::to_message(*details.compare_at_price);
  set(details.category, [&](const auto& text) { message.set_category(text); });
  set(details.sub_category, [&](const auto& text) { message.set_sub_category(text); });
  set(details.brand, [&](const auto& text) { message.set_brand(text); });
  message.mutable_tags()->Assign(details.tags.begin(), details.tags.end());
  message.mutable_images()->Assign(details.images.begin(), details.images.end());
  message.set_is_active(details.is_active);
  message.set_is_featured(details.is_featured);
  message.set_is_digital(details.is_digital);
}

}  // namespace

v1::Product to_message(const ProductView& view, bool for_admin) {
  v1::Product message;
  message.set_id(view.id.value());
  describe(message, view.details);
  message.set_stock(view.available());
  if (for_admin) {
    message.set_on_hand(view.on_hand);
    message.set_reserved(view.reserved);
    message.set_min_stock(view.details.min_stock);
    message.set_in_baskets(view.in_baskets);
  }
  message.set_version(view.version);
  message.set_view_count(view.view_count);
  *message.mutable_created_at() = rpc::to_message(view.created_at);
  *message.mutable_updated_at() = rpc::to_message(view.updated_at);
  return message;
}

v1::ListStockMovementsResponse::Movement to_message(const Movement& movement) {
  v1::ListStockMovementsResponse::Movement message;
  message.set_delta(movement.delta);
  message.set_reserved_delta(movement.reserved_delta);
  message.set_kind(std::string(to_text(movement.kind)));
  message.set_cause_id(movement.cause.id);
  if (!movement.cause.note.empty()) message.set_reason(movement.cause.note);
  message.set_on_hand_after(movement.on_hand_after);
  message.set_reserved_after(movement.reserved_after);
  *message.mutable_at() = rpc::to_message(movement.at);
  return message;
}

v1::ValidateProductsResponse::Item to_validated(const ProductView& view) {
  v1::ValidateProductsResponse::Item message;
  message.set_product_id(view.id.value());
  message.set_name(view.details.name);
  *message.mutable_price() = rpc::to_message(view.details.price);
  message.set_available(view.available());
  message.set_is_active(view.details.is_active);
  return message;
}

Result<Details> to_details(Validation& check, const v1::CreateProductRequest& request, Currency catalogue) {
  if (!request.has_price()) {
    return Refused(api::invalid_request({{"/price", "required", "The field is missing.", std::nullopt}}));
  }
  const auto sku = check.field("/sku", Sku::parse(request.sku()));
  const auto price = rpc::to_money(check, "/price", request.price());
  std::optional<Money> compare_at;
  if (request.has_compare_at_price()) {
    compare_at = rpc::to_money(check, "/compare_at_price", request.compare_at_price());
  }
  return Details{.name = request.name(),
                 .description = request.description(),
                 .short_description = request.short_description(),
                 .sku = sku.value_or(Sku::restore("")),
                 .price = price.value_or(Money(request.price().amount(), catalogue)),
                 .compare_at_price = compare_at,
                 .category = request.category(),
                 .sub_category = request.sub_category(),
                 .brand = request.brand(),
                 .tags = to_texts(request.tags()),
                 .images = to_texts(request.images()),
                 .is_active = !request.has_is_active() || request.is_active(),
                 .is_featured = request.is_featured(),
                 .is_digital = request.is_digital(),
                 .min_stock = request.min_stock()};
}

Result<DetailsPatch> to_patch(const v1::UpdateProductRequest& request) {
  Validation check;
  DetailsPatch patch;
  if (request.has_name()) patch.name = request.name();
  if (request.has_description()) patch.description = request.description();
  if (request.has_short_description()) patch.short_description = request.short_description();
  if (request.has_sku()) patch.sku = check.field("/sku", Sku::parse(request.sku()));
  if (request.has_price()) patch.price = rpc::to_money(check, "/price", request.price());
  if (request.has_compare_at_price()) {
    patch.compare_at_price = rpc::to_money(check, "/compare_at_price", request.compare_at_price());
  }
  if (request.has_category()) patch.category = request.category();
  if (request.has_sub_category()) patch.sub_category = request.sub_category();
  if (request.has_brand()) patch.brand = request.brand();
  if (request.has_tags()) patch.tags = to_texts(request.tags().values());
  if (request.has_images()) patch.images = to_texts(request.images().values());
  if (request.has_is_active()) patch.is_active = request.is_active();
  if (request.has_is_featured()) patch.is_featured = request.is_featured();
  if (request.has_is_digital()) patch.is_digital = request.is_digital();
  if (request.has_min_stock()) patch.min_stock = request.min_stock();
  if (!check.ok()) return std::move(check).refuse("product.invalid");
  return patch;
}

StoredAnswer render_changed(const ProductView& view) {
  return rpc::to_stored(to_message(view, true));
}
StoredAnswer render_created(const ProductView& view) {
  return rpc::to_stored(to_message(view, true), 201);
}

}  // namespace ddd::product
