#pragma once

#include <memory>
#include <string>

#include <ddd/basket/adapters/storage/sqlite/sqlite_baskets.hpp>
#include <ddd/basket/adapters/storage/sqlite/sqlite_flags.hpp>
#include <ddd/basket/module.hpp>
#include <ddd/embedded/crash_point.hpp>
#include <ddd/embedded/world.hpp>
#include <ddd/payment/adapters/gateway/stripe/stripe_gateway.hpp>
#include <ddd/payment/adapters/metrics/counted_payments.hpp>
#include <ddd/payment/adapters/metrics/measured_alarms.hpp>
#include <ddd/payment/adapters/remote/neighbours.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_fulfilments.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_payment_views.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_payments.hpp>
#include <ddd/payment/adapters/storage/sqlite/sqlite_wallets.hpp>
#include <ddd/payment/module.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/crypto/denied_sessions.hpp>
#include <ddd/platform/crypto/verified_token_cache.hpp>
#include <ddd/platform/http/client.hpp>
#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_demand.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_product_views.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_products.hpp>
#include <ddd/product/adapters/storage/sqlite/sqlite_stocks.hpp>
#include <ddd/product/module.hpp>
#include <ddd/runtime/token_authenticator.hpp>
#include <ddd/runtime/traced_client.hpp>
#include <ddd/runtime/use_case_metrics.hpp>
#include <ddd/runtime/use_case_traces.hpp>
#include <ddd/user/adapters/remote/published_data.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_account_tokens.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_activity.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_login_failures.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_mail_queue.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_sessions.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_user_views.hpp>
#include <ddd/user/adapters/storage/sqlite/sqlite_users.hpp>
#include <ddd/user/adapters/tokens/jwt_access_tokens.hpp>
#include <ddd/user/adapters/tokens/pooled_password_hashing.hpp>
#include <ddd/user/adapters/tokens/random_tokens.hpp>
#include <ddd/user/module.hpp>

namespace ddd::embedded {

// Which adapter stands behind each port in the embedded world: one struct per context, in the order in which they need
// each other.

struct UserContext {
  UserContext(World& world, UseCaseObserver& observer, crypto::VerifiedTokenCache& verified);

  std::unique_ptr<sqlite::Connection> reader;
  user::SqliteUsers users;
  user::SqliteSessions sessions;
  user::SqliteAccountTokens account_tokens;
  user::SqliteLoginFailures login_failures;
  user::SqliteUserViews views;
  user::SqliteMailQueue mails;
  user::SqliteOrderStatistics orders;
  user::SqliteRisks risks;
  user::PublishedData elsewhere;
  sqlite::SqliteIdempotencyStore idempotency;
  user::PooledPasswordHashing passwords;
  user::JwtAccessTokens access_tokens;
  user::RandomTokens tokens;
  user::Module module;
};

struct ProductContext {
  ProductContext(World& world, ShardExecutor executor, UseCaseObserver& observer, const CrashPoint& crash);

  std::unique_ptr<sqlite::Connection> reader;
  product::SqliteProducts products;
  product::SqliteStocks stocks;
  CrashingStocks crashing_stocks;
  product::SqliteProductViews views;
  product::SqliteViewCounts view_counts;
  product::SqliteBasketDemand demand;
  sqlite::SqliteIdempotencyStore idempotency;
  product::Module module;
};

struct BasketContext {
  BasketContext(World& world, UseCaseObserver& observer, contracts::ProductApi& products, const CrashPoint& crash);

  std::unique_ptr<sqlite::Connection> reader;
  basket::SqliteBaskets baskets;
  CrashingBaskets crashing_baskets;
  basket::SqliteLineFlags flags;
  basket::SqliteCheckoutMarks checkouts;
  sqlite::SqliteIdempotencyStore idempotency;
  basket::Module module;
};

struct PaymentContext {
  PaymentContext(World& world, ShardExecutor executor, UseCaseObserver& observer, contracts::UserApi& user_api,
                 contracts::ProductApi& product_api, contracts::BasketApi& basket_api, const CrashPoint& crash);

  std::unique_ptr<sqlite::Connection> reader;
  payment::SqlitePayments payments;
  payment::CountedPayments counted_payments;
  CrashingPayments crashing_payments;
  payment::SqliteWallets wallets;
  payment::SqlitePaymentViews views;
  payment::SqliteFulfilments fulfilments;
  sqlite::SqliteIdempotencyStore idempotency;
  payment::PublishedUserDirectory users;
  payment::PublishedProductCatalogue products;
  payment::PublishedBasketReader baskets;
  TracedClient client;
  TimerSleeper sleeper;
  payment::StripeGateway gateway;
  CrashingGateway crashing_gateway;
  payment::MeasuredAlarms alarms;
  payment::Module module;
};

/// The four contexts of one shard.
struct Contexts {
  Contexts(World& world, ShardExecutor executor);

  crypto::DeniedSessions denied;
  crypto::VerifiedTokenCache verified;
  TokenAuthenticator authenticator;
  UseCaseMetrics user_metrics;
  UseCaseMetrics product_metrics;
  UseCaseMetrics basket_metrics;
  UseCaseMetrics payment_metrics;
  UseCaseTraces user_traces;
  UseCaseTraces product_traces;
  UseCaseTraces basket_traces;
  UseCaseTraces payment_traces;
  CrashPoint crash;
  UserContext user;
  ProductContext product;
  BasketContext basket;
  PaymentContext payment;
};

}  // namespace ddd::embedded
