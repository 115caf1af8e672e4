#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <ddd/embedded/config.hpp>
#include <ddd/embedded/tracing.hpp>
#include <ddd/payment/adapters/gateway/stripe/request_rates.hpp>
#include <ddd/payment/adapters/gateway/stripe/stripe_webhook.hpp>
#include <ddd/platform/api/address_limits.hpp>
#include <ddd/platform/crypto/jwt.hpp>
#include <ddd/platform/crypto/password_pool.hpp>
#include <ddd/platform/crypto/signing_key.hpp>
#include <ddd/platform/embedded_bus/embedded_bus.hpp>
#include <ddd/platform/http/client.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/metrics/registry.hpp>
#include <ddd/platform/sqlite/database.hpp>
#include <ddd/platform/time/system_clock.hpp>
#include <ddd/product/adapters/cache/catalogue_fanout.hpp>
#include <ddd/user/application/ports/mailer.hpp>

namespace ddd::embedded {

/// What the all-in-one process owns once: clock, ids, log, metrics, databases with their writers, bus, keys, password
/// pool. Outlives the shards.
class World {
 public:
  /// Opens and migrates every database of the data folder, which must exist, and loads or makes the signing key.
  /// Errors: those of each, all with a message that says what to do.
  [[nodiscard]] static Result<std::unique_ptr<World>> open(const Config& config, Log& log, const Clock& clock);

  const Config& config;
  Log& log;
  const Clock& clock;
  SystemIds ids;
  metrics::Registry metrics;
  api::AddressLimits address_limits;
  std::unique_ptr<Tracing> tracing;  ///< outlives the writers, which tell it of their commits
  product::CatalogueFanout catalogue_fanout;

  std::unique_ptr<sqlite::Database> user_db;
  std::unique_ptr<sqlite::Database> product_db;
  std::unique_ptr<sqlite::Database> basket_db;
  std::unique_ptr<sqlite::Database> payment_db;
  std::unique_ptr<EmbeddedBusFile> bus;

  crypto::SigningKey signing_key;
  crypto::TokenSigner token_signer;
  crypto::PasswordPool passwords;
  std::unique_ptr<user::Mailer> mailer;

  const http::Origin provider;
  payment::stripe::RequestRates provider_rates;
  const payment::StripeWebhookVerifier webhooks;

  struct Opened {
    std::unique_ptr<Tracing> tracing;
    std::unique_ptr<sqlite::Database> user_db;
    std::unique_ptr<sqlite::Database> product_db;
    std::unique_ptr<sqlite::Database> basket_db;
    std::unique_ptr<sqlite::Database> payment_db;
    std::unique_ptr<EmbeddedBusFile> bus;
    crypto::SigningKey signing_key;
    std::unique_ptr<user::Mailer> mailer;
    payment::StripeWebhookVerifier webhooks;
  };
  World(const Config& config, Log& log, const Clock& clock, Opened opened);

 private:
  void add_gauges();
};

}  // namespace ddd::embedded
