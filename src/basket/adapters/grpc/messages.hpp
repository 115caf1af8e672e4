#pragma once

#include <ddd/basket/application/views.hpp>
#include <ddd/basket/v1/basket.pb.h>
#include <ddd/platform/grpc/messages.hpp>

/// The messages of the basket methods, made of what the use cases give.
namespace ddd::basket {

[[nodiscard]] v1::Basket to_message(const BasketView& view);
[[nodiscard]] v1::GetForCheckoutResponse::Basket to_message(const CheckoutView& view);

/// What a change answers, as it is stored for repeats.
[[nodiscard]] StoredAnswer render(const BasketView& view);
[[nodiscard]] StoredAnswer render_opened(const OpenedBasket& opened);

}  // namespace ddd::basket
