#pragma once

#include <ddd/platform/grpc/messages.hpp>
#include <ddd/product/application/views.hpp>
#include <ddd/product/v1/product.pb.h>

/// The messages of the product methods, made of what the use cases give, and the other way.
namespace ddd::product {

[[nodiscard]] v1::Product to_message(const ProductView& view, bool for_admin);
[[nodiscard]] v1::ListStockMovementsResponse::Movement to_message(const Movement& movement);
[[nodiscard]] v1::ValidateProductsResponse::Item to_validated(const ProductView& view);

/// Errors: `request.invalid` without a price, `product.invalid` for an unknown currency or an impossible SKU.
[[nodiscard]] Result<Details> to_details(const v1::CreateProductRequest& request);
[[nodiscard]] Result<DetailsPatch> to_patch(const v1::UpdateProductRequest& request);

/// What an administrator's change answers, as it is stored for repeats.
[[nodiscard]] StoredAnswer render_changed(const ProductView& view);
[[nodiscard]] StoredAnswer render_created(const ProductView& view);

}  // namespace ddd::product
