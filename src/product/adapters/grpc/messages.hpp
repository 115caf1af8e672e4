#pragma once

#include <ddd/platform/grpc/messages.hpp>
#include <ddd/product/application/views.hpp>
#include <ddd/product/v1/product.pb.h>

/// The messages of the product methods, made of what the use cases give, and the other way.
namespace ddd::product {

[[nodiscard]] v1::Product to_message(const ProductView& view, bool for_admin);
[[nodiscard]] v1::ListStockMovementsResponse::Movement to_message(const Movement& movement);
[[nodiscard]] v1::ValidateProductsResponse::Item to_validated(const ProductView& view);

/// Notes an unknown currency or an impossible SKU; `catalogue` stands in for the former. Error: `request.invalid`
/// without a price.
[[nodiscard]] Result<Details> to_details(Validation& check, const v1::CreateProductRequest& request,
                                         Currency catalogue);
/// Error: `product.invalid` for an unknown currency or an impossible SKU.
[[nodiscard]] Result<DetailsPatch> to_patch(const v1::UpdateProductRequest& request);

/// What an administrator's change answers, as it is stored for repeats.
[[nodiscard]] StoredAnswer render_changed(const ProductView& view);
[[nodiscard]] StoredAnswer render_created(const ProductView& view);

}  // namespace ddd::product
