#include <ddd/basket/application/application.hpp>

namespace ddd::basket {

Application::Application(const Ports& p)
    : settings(p.settings),
      commands{
          .open_basket = {p.observer, "open_basket", p.baskets, p.catalogue, settings, p.clock, p.ids},
          .add_item = {p.observer, "add_item", p.baskets, p.catalogue, settings, p.clock, p.ids},
          .set_quantity = {p.observer, "set_quantity", p.baskets, p.catalogue, settings, p.clock},
          .remove_item = {p.observer, "remove_item", p.baskets, p.catalogue, settings, p.clock},
          .clear_basket = {p.observer, "clear_basket", p.baskets, settings, p.clock, p.ids},
          .delete_basket = {p.observer, "delete_basket", p.baskets, p.clock},
          .expire_baskets = {p.observer, "expire_baskets", p.baskets, p.clock},
          .clean_up_baskets = {p.observer, "clean_up_baskets", p.baskets, p.clock},
      },
      queries{
          .get_user_basket = {p.observer, "get_user_basket", p.baskets, p.checkouts, p.catalogue, settings, p.clock},
          .get_for_checkout = {p.observer, "get_for_checkout", p.baskets, p.clock},
          .get_held_basket = {p.observer, "get_held_basket", p.baskets},
      },
      policies{
          .subtract_paid_lines = {p.observer, "subtract_paid_lines", p.baskets, p.clock},
          .discard_basket = {p.observer, "discard_basket", p.baskets, p.clock},
          .flag_lines = {p.observer, "flag_lines", p.flags, p.catalogue, p.clock},
          .mark_checkout = {p.observer, "mark_checkout", p.checkouts, p.clock},
      } {}

}  // namespace ddd::basket
