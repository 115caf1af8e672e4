#pragma once

#include <ddd/basket/application/basket_settings.hpp>
#include <ddd/basket/application/commands/add_item.hpp>
#include <ddd/basket/application/commands/clean_up_baskets.hpp>
#include <ddd/basket/application/commands/clear_basket.hpp>
#include <ddd/basket/application/commands/delete_basket.hpp>
#include <ddd/basket/application/commands/expire_baskets.hpp>
#include <ddd/basket/application/commands/open_basket.hpp>
#include <ddd/basket/application/commands/remove_item.hpp>
#include <ddd/basket/application/commands/set_quantity.hpp>
#include <ddd/basket/application/policies/discard_basket.hpp>
#include <ddd/basket/application/policies/flag_lines.hpp>
#include <ddd/basket/application/policies/mark_checkout.hpp>
#include <ddd/basket/application/policies/subtract_paid_lines.hpp>
#include <ddd/basket/application/queries/get_for_checkout.hpp>
#include <ddd/basket/application/queries/get_held_basket.hpp>
#include <ddd/basket/application/queries/get_user_basket.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::basket {

/// What the use cases of this context need from outside. All outlive the Application.
struct Ports {
  BasketRepository& baskets;
  LineFlagRepository& flags;
  CheckoutMarks& checkouts;
  ProductCatalogue& catalogue;
  const Clock& clock;
  IdSource& ids;
  UseCaseObserver& observer;
  BasketSettings settings;
};

/// Everything the basket context can do: its table of contents. One per shard.
struct Application {
  explicit Application(const Ports& ports);
  // The use cases refer to the settings.
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  BasketSettings settings;

  struct Commands {
    UseCase<OpenBasketHandler> open_basket;
    UseCase<AddItemHandler> add_item;
    UseCase<SetQuantityHandler> set_quantity;
    UseCase<RemoveItemHandler> remove_item;
    UseCase<ClearBasketHandler> clear_basket;
    UseCase<DeleteBasketHandler> delete_basket;
    UseCase<ExpireBasketsHandler> expire_baskets;
    UseCase<CleanUpBasketsHandler> clean_up_baskets;
  } commands;

  struct Queries {
    UseCase<GetUserBasketHandler> get_user_basket;
    UseCase<GetForCheckoutHandler> get_for_checkout;
    UseCase<GetHeldBasketHandler> get_held_basket;
  } queries;

  struct Policies {
    UseCase<SubtractPaidLinesHandler> subtract_paid_lines;
    UseCase<DiscardBasketHandler> discard_basket;
    UseCase<FlagLinesHandler> flag_lines;
    UseCase<MarkCheckoutHandler> mark_checkout;
  } policies;
};

}  // namespace ddd::basket
