#pragma once

#include <ddd/kernel/id.hpp>

namespace ddd {

// The identities that cross context borders. All others live in their context's domain.
using UserId = NumericId<struct UserTag>;
using ProductId = NumericId<struct ProductTag>;
using BasketId = TextId<"bsk_">;
using PaymentId = TextId<"pay_">;
using OrderId = TextId<"ord_">;
using SessionId = TextId<"ses_">;
using EventId = TextId<"evt_">;

}  // namespace ddd
