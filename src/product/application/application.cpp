#include <ddd/product/application/application.hpp>

namespace ddd::product {

Application::Application(const Ports& p)
    : settings(p.settings),
      commands{
          .create_product = {p.observer, "create_product", p.products, p.changes, settings, p.clock, p.ids},
          .update_product = {p.observer, "update_product", p.products, p.views, p.changes, settings, p.clock},
          .delete_product = {p.observer, "delete_product", p.products, p.changes, p.clock},
          .change_stock = {p.observer, "change_stock", p.stocks, p.views, p.changes, p.clock, p.ids},
          .reserve_stock = {p.observer, "reserve_stock", p.stocks, p.changes, p.clock},
          .pin_reservation = {p.observer, "pin_reservation", p.stocks, p.clock},
          .release_reservation = {p.observer, "release_reservation", p.stocks, p.changes, p.clock},
          .expire_reservations = {p.observer, "expire_reservations", p.stocks, p.changes, p.clock},
          .record_view = {p.observer, "record_view", p.views, tally,
                          FlushViewsHandler(tally, p.view_counts, p.changes)},
          .flush_views = {p.observer, "flush_views", tally, p.view_counts, p.changes},
      },
      queries{
          .get_product = {p.observer, "get_product", p.views},
          .list_products = {p.observer, "list_products", p.views},
          .list_categories = {p.observer, "list_categories", p.views},
          .list_movements = {p.observer, "list_movements", p.views},
          .validate_products = {p.observer, "validate_products", p.views},
      },
      policies{
          .settle_reservation = {p.observer, "settle_reservation", p.stocks, p.changes, p.clock},
          .restock_return = {p.observer, "restock_return", p.stocks, p.changes, p.clock},
          .follow_demand = {p.observer, "follow_demand", p.demand, p.clock},
      } {}

}  // namespace ddd::product
