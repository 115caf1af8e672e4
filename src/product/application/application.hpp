#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/product/application/catalogue_settings.hpp>
#include <ddd/product/application/commands/change_stock.hpp>
#include <ddd/product/application/commands/create_product.hpp>
#include <ddd/product/application/commands/delete_product.hpp>
#include <ddd/product/application/commands/expire_reservations.hpp>
#include <ddd/product/application/commands/flush_views.hpp>
#include <ddd/product/application/commands/pin_reservation.hpp>
#include <ddd/product/application/commands/record_view.hpp>
#include <ddd/product/application/commands/release_reservation.hpp>
#include <ddd/product/application/commands/reserve_stock.hpp>
#include <ddd/product/application/commands/update_product.hpp>
#include <ddd/product/application/policies/follow_demand.hpp>
#include <ddd/product/application/policies/restock_return.hpp>
#include <ddd/product/application/policies/settle_reservation.hpp>
#include <ddd/product/application/queries/get_product.hpp>
#include <ddd/product/application/queries/list_categories.hpp>
#include <ddd/product/application/queries/list_movements.hpp>
#include <ddd/product/application/queries/list_products.hpp>
#include <ddd/product/application/queries/validate_products.hpp>

namespace ddd::product {

/// What the use cases of this context need from outside. All outlive the Application.
struct Ports {
  ProductRepository& products;
  StockRepository& stocks;
  ProductViews& views;
  ViewCounts& view_counts;
  BasketDemand& demand;
  CatalogueChanges& changes;
  const Clock& clock;
  IdSource& ids;
  UseCaseObserver& observer;
  CatalogueSettings settings;
};

/// Everything the product context can do: its table of contents. One per shard.
struct Application {
  explicit Application(const Ports& ports);
  // The use cases refer to the members before them.
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  CatalogueSettings settings;
  ViewTally tally;

  struct Commands {
    UseCase<CreateProductHandler> create_product;
    UseCase<UpdateProductHandler> update_product;
    UseCase<DeleteProductHandler> delete_product;
    UseCase<ChangeStockHandler> change_stock;
    UseCase<ReserveStockHandler> reserve_stock;
    UseCase<PinReservationHandler> pin_reservation;
    UseCase<ReleaseReservationHandler> release_reservation;
    UseCase<ExpireReservationsHandler> expire_reservations;
    UseCase<RecordViewHandler> record_view;
    UseCase<FlushViewsHandler> flush_views;
  } commands;

  struct Queries {
    UseCase<GetProductHandler> get_product;
    UseCase<ListProductsHandler> list_products;
    UseCase<ListCategoriesHandler> list_categories;
    UseCase<ListMovementsHandler> list_movements;
    UseCase<ValidateProductsHandler> validate_products;
  } queries;

  struct Policies {
    UseCase<SettleReservationHandler> settle_reservation;
    UseCase<RestockReturnHandler> restock_return;
    UseCase<FollowDemandHandler> follow_demand;
  } policies;
};

}  // namespace ddd::product
