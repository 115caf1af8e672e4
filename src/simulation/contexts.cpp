#include <ddd/contracts/product/product_events.hpp>
#include <ddd/simulation/contexts.hpp>

namespace ddd::simulation {
namespace {

Currency dollars() {
  return Currency::from_code("USD").value();
}

}  // namespace

UserProcess::UserProcess(const Surroundings& surroundings, const Clock& wall, IdSource& own_ids)
    : Process(surroundings, Node::user, wall, own_ids, surroundings.stores.user.effects),
      users(at.stores.user, ids),
      sessions(at.stores.user, ids),
      account_tokens(at.stores.user),
      login_failures(at.stores.user),
      views(at.stores.user),
      mails(at.stores.user),
      orders(at.stores.user),
      risks(at.stores.user, ids),
      tokens(at.opaque_tokens),
      module({.users = users,
              .sessions = sessions,
              .account_tokens = account_tokens,
              .login_failures = login_failures,
              .views = views,
              .mails = mails,
              .mailer = mailer,
              .orders = orders,
              .risks = risks,
              .elsewhere = elsewhere,
              .idempotency = answers,
              .passwords = passwords,
              .access_tokens = access_tokens,
              .tokens = tokens,
              .clock = clock,
              .ids = ids,
              .observer = observer,
              .settings = {},
              .jwks = "{}"}) {
  run(module.routes(), module.group_subscriptions(), module.jobs());
}

ProductProcess::ProductProcess(const Surroundings& surroundings, const Clock& wall, IdSource& own_ids)
    : Process(surroundings, Node::product, wall, own_ids, surroundings.stores.product.effects),
      products(at.stores.product, ids),
      stocks(at.stores.product, ids),
      used_stocks(at.wrappers.stocks, stocks, at.stores),
      watched_stocks(*used_stocks, disk, at.watch),
      views(at.stores.product),
      view_counts(at.stores.product),
      demand(at.stores.product),
      module({.products = products,
              .stocks = watched_stocks,
              .views = views,
              .view_counts = view_counts,
              .demand = demand,
              .idempotency = answers,
              .fanout = fanout,
              .clock = clock,
              .ids = ids,
              .observer = observer,
              .settings = {.currency = dollars()},
              .executor = at.scheduler.executor()}) {
  run(module.routes(), module.group_subscriptions(), module.jobs(), {}, at.wrappers.product_bus);
  listen(std::string(contracts::kProductTopic), module.broadcast_subscriptions());
}

BasketProcess::BasketProcess(const Surroundings& surroundings, const Clock& wall, IdSource& own_ids)
    : Process(surroundings, Node::basket, wall, own_ids, surroundings.stores.basket.effects),
      products(at.network, at.services, node),
      baskets(at.stores.basket, ids),
      used_baskets(at.wrappers.baskets, baskets, at.stores),
      watched_baskets(*used_baskets, disk, at.watch),
      flags(at.stores.basket, ids),
      checkouts(at.stores.basket),
      module({.baskets = watched_baskets,
              .flags = flags,
              .checkouts = checkouts,
              .products = products,
              .idempotency = answers,
              .clock = clock,
              .ids = ids,
              .observer = observer,
              .settings = {.currency = dollars()}}) {
  run(module.routes(), module.group_subscriptions(), module.jobs());
}

PaymentProcess::PaymentProcess(const Surroundings& surroundings, const Clock& wall, IdSource& own_ids)
    : Process(surroundings, Node::payment, wall, own_ids, surroundings.stores.payment.effects),
      user_calls(at.network, at.services, node),
      product_calls(at.network, at.services, node),
      used_product_calls(at.wrappers.products, product_calls, at.stores),
      basket_calls(at.network, at.services, node),
      users(user_calls),
      products(*used_product_calls),
      baskets(basket_calls),
      payments(at.stores.payment, ids),
      used_payments(at.wrappers.payments, payments, at.stores),
      watched_payments(*used_payments, disk, at.watch),
      wallets(at.stores.payment, ids),
      views(at.stores.payment),
      fulfilments(at.stores.payment),
      gateway({at.scheduler, at.faults, at.statistics, at.network, at.provider, at.watch}),
      used_gateway(at.wrappers.gateway, gateway, at.stores),
      sleeper(at.scheduler, node),
      module({.payments = watched_payments,
              .wallets = wallets,
              .views = views,
              .fulfilments = fulfilments,
              .idempotency = answers,
              .users = users,
              .products = products,
              .baskets = baskets,
              .gateway = *used_gateway,
              .webhooks = webhooks,
              .alarms = alarms,
              .sleeper = sleeper,
              .clock = clock,
              .ids = ids,
              .observer = observer,
              .settings = {.test_methods = true}}) {
  run(module.routes(), module.group_subscriptions(), module.jobs(), at.wrappers.payment_outbox);
}

}  // namespace ddd::simulation
