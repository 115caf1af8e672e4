#include <span>

#include <ddd/embedded/contexts.hpp>
#include <ddd/platform/crypto/public_key.hpp>

namespace ddd::embedded {
namespace {

crypto::TokenVerifier token_verifier(const World& world) {
  return crypto::TokenVerifier({world.signing_key.public_key()},
                               {.issuer = world.config.auth.issuer, .audience = world.config.auth.audience});
}

Currency currency_of(const Config& config) {
  return Currency::from_code(config.catalogue.currency).value();
}

}  // namespace

UserContext::UserContext(World& world, UseCaseObserver& observer, crypto::VerifiedTokenCache& verified)
    : reader(world.user_db->open_reader()),
      users(*world.user_db, *reader, world.ids),
      sessions(*world.user_db, *reader, world.ids),
      account_tokens(*world.user_db, *reader),
      login_failures(*world.user_db, *reader),
      views(*world.user_db, *reader),
      mails(*world.user_db, *reader),
      orders(*world.user_db),
      risks(*world.user_db, *reader, world.ids),
      idempotency(*world.user_db, *reader),
      passwords(world.passwords),
      access_tokens(world.token_signer, verified, world.ids),
      module({.users = users,
              .sessions = sessions,
              .account_tokens = account_tokens,
              .login_failures = login_failures,
              .views = views,
              .mails = mails,
              .mailer = *world.mailer,
              .orders = orders,
              .risks = risks,
              .elsewhere = elsewhere,
              .idempotency = idempotency,
              .passwords = passwords,
              .access_tokens = access_tokens,
              .tokens = tokens,
              .clock = world.clock,
              .ids = world.ids,
              .observer = observer,
              .settings = {.most_failures = world.config.limits.login_failures},
              .jwks = crypto::jwks(std::span(&world.signing_key.public_key(), 1))}) {}

ProductContext::ProductContext(World& world, ShardExecutor executor, UseCaseObserver& observer, const CrashPoint& crash)
    : reader(world.product_db->open_reader()),
      products(*world.product_db, *reader, world.ids),
      stocks(*world.product_db, *reader, world.ids),
      crashing_stocks(stocks, crash),
      views(*world.product_db, *reader),
      view_counts(*world.product_db),
      demand(*world.product_db),
      idempotency(*world.product_db, *reader),
      module({.products = products,
              .stocks = crashing_stocks,
              .views = views,
              .view_counts = view_counts,
              .demand = demand,
              .idempotency = idempotency,
              .fanout = world.catalogue_fanout,
              .clock = world.clock,
              .ids = world.ids,
              .observer = observer,
              .settings = {.currency = currency_of(world.config)},
              .executor = executor}) {}

BasketContext::BasketContext(World& world, UseCaseObserver& observer, contracts::ProductApi& products,
                             const CrashPoint& crash)
    : reader(world.basket_db->open_reader()),
      baskets(*world.basket_db, *reader, world.ids),
      crashing_baskets(baskets, crash),
      flags(*world.basket_db, *reader, world.ids),
      checkouts(*world.basket_db, *reader),
      idempotency(*world.basket_db, *reader),
      module({.baskets = crashing_baskets,
              .flags = flags,
              .checkouts = checkouts,
              .products = products,
              .idempotency = idempotency,
              .clock = world.clock,
              .ids = world.ids,
              .observer = observer,
              .settings = {.currency = currency_of(world.config)}}) {}

PaymentContext::PaymentContext(World& world, ShardExecutor executor, UseCaseObserver& observer,
                               contracts::UserApi& user_api, contracts::ProductApi& product_api,
                               contracts::BasketApi& basket_api, const CrashPoint& crash)
    : reader(world.payment_db->open_reader()),
      payments(*world.payment_db, *reader, world.ids),
      counted_payments(payments, world.metrics),
      crashing_payments(counted_payments, crash),
      wallets(*world.payment_db, *reader, world.ids),
      views(*world.payment_db, *reader),
      fulfilments(*world.payment_db, *reader),
      idempotency(*world.payment_db, *reader),
      users(user_api),
      products(product_api),
      baskets(basket_api),
      client(http::Client::create(executor, world.provider, {}), "payment-service", "payment-provider",
             world.tracing->tracer()),
      gateway(client, world.config.payment.api_key, world.provider_rates, sleeper, world.log),
      crashing_gateway(gateway, crash),
      alarms(world.metrics, world.log),
      module({.payments = crashing_payments,
              .wallets = wallets,
              .views = views,
              .fulfilments = fulfilments,
              .idempotency = idempotency,
              .users = users,
              .products = products,
              .baskets = baskets,
              .gateway = crashing_gateway,
              .webhooks = world.webhooks,
              .alarms = alarms,
              .sleeper = sleeper,
              .clock = world.clock,
              .ids = world.ids,
              .observer = observer,
              .settings = {.request_budget = world.config.payment.request_budget,
                           // Where no real money moves, test cards may be named.
                           .test_methods = !payment::stripe::is_live_key(world.config.payment.api_key)}}) {}

Contexts::Contexts(World& world, ShardExecutor executor)
    : verified(token_verifier(world), denied),
      authenticator(verified, world.clock),
      user_metrics("user-service", world.metrics, world.log),
      product_metrics("product-service", world.metrics, world.log),
      basket_metrics("basket-service", world.metrics, world.log),
      payment_metrics("payment-service", world.metrics, world.log),
      user_traces("user-service", world.tracing->tracer(), user_metrics),
      product_traces("product-service", world.tracing->tracer(), product_metrics),
      basket_traces("basket-service", world.tracing->tracer(), basket_metrics),
      payment_traces("payment-service", world.tracing->tracer(), payment_metrics),
      crash(world.config.testing.crash_point),
      user(world, user_traces, verified),
      product(world, executor, product_traces, crash),
      basket(world, basket_traces, product.module.api(), crash),
      payment(world, executor, payment_traces, user.module.api(), product.module.api(), basket.module.api(), crash) {
  user.elsewhere.connect(basket.module.data(), payment.module.data());
}

}  // namespace ddd::embedded
