#pragma once

#include <ddd/basket/adapters/storage/memory/memory_baskets.hpp>
#include <ddd/payment/adapters/storage/memory/memory_payments.hpp>
#include <ddd/product/adapters/storage/memory/memory_catalogue.hpp>
#include <ddd/user/adapters/storage/memory/memory_accounts.hpp>

namespace ddd::simulation {

/// What outlives every process: the data of the four contexts.
struct Stores {
  user::MemoryAccounts user;
  product::MemoryCatalogue product;
  basket::MemoryBasketStore basket;
  payment::MemoryPaymentStore payment;
};

}  // namespace ddd::simulation
