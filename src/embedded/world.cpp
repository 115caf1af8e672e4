#include <filesystem>

#include <ddd/basket/adapters/storage/sqlite/migrations.hpp>
#include <ddd/embedded/mailer.hpp>
#include <ddd/embedded/world.hpp>
#include <ddd/payment/adapters/gateway/stripe/stripe_client.hpp>
#include <ddd/payment/adapters/storage/sqlite/migrations.hpp>
#include <ddd/platform/metrics/process.hpp>
#include <ddd/product/adapters/storage/sqlite/migrations.hpp>
#include <ddd/user/adapters/storage/sqlite/migrations.hpp>

namespace ddd::embedded {
namespace {

Result<std::unique_ptr<sqlite::Database>> open_database(const std::filesystem::path& file,
                                                        const std::vector<sqlite::Migration>& migrations, Log& log,
                                                        const Clock& clock, tracing::Tracer* tracer) {
  return sqlite::Database::open(
      file.string(), migrations, clock.now(),
      [&log, name = file.filename().string()](const std::string& what) {
        log.limited("sqlite:" + name).error("database failure", {{"file", name}, {"reason", what}});
      },
      tracer);
}

Result<crypto::SigningKey> open_signing_key(const Config& config) {
  const auto& configured = config.auth.signing_key;
  const auto file = configured.empty() ? std::filesystem::path(config.data.dir) / "signing_key.pem"
                                       : std::filesystem::path(configured);
  auto key = crypto::SigningKey::load_or_create(file);
  if (key) return key;
  auto error = std::move(key).error();
  error.message = file.string() + " can't be used: " + error.message;
  return Refused(std::move(error));
}

http::Origin provider_of(const Config& config) {
  const auto& url = config.payment.provider_url;
  if (url.empty()) return {.tls = false, .host = "127.0.0.1", .port = config.sandbox.port};
  return http::Origin::parse(url).value();
}

}  // namespace

Result<std::unique_ptr<World>> World::open(const Config& config, Log& log, const Clock& clock) {
  const std::filesystem::path dir = config.data.dir;
  auto tracing = std::make_unique<Tracing>(config.tracing, log, clock);
  auto* tracer = tracing->tracer();
  DDD_TRY(auto user_db, open_database(dir / "user.db", user::sqlite_migrations(), log, clock, tracer));
  DDD_TRY(auto product_db, open_database(dir / "product.db", product::sqlite_migrations(), log, clock, tracer));
  DDD_TRY(auto basket_db, open_database(dir / "basket.db", basket::sqlite_migrations(), log, clock, tracer));
  DDD_TRY(auto payment_db, open_database(dir / "payment.db", payment::sqlite_migrations(), log, clock, tracer));
  const auto bus_failed = [&log](const std::string& what) {
    log.limited("sqlite:bus.db").error("database failure", {{"file", "bus.db"}, {"reason", what}});
  };
  DDD_TRY(auto bus, EmbeddedBusFile::open((dir / "bus.db").string(), clock.now(), bus_failed, tracer));
  DDD_TRY(auto signing_key, open_signing_key(config));
  DDD_TRY(auto mailer, make_mailer(config, log, clock));
  DDD_TRY(auto webhooks,
          payment::StripeWebhookVerifier::create({.secrets = {config.payment.webhook_secret},
                                                  .live = payment::stripe::is_live_key(config.payment.api_key)}));
  return std::make_unique<World>(
      config, log, clock,
      Opened{std::move(tracing), std::move(user_db), std::move(product_db), std::move(basket_db), std::move(payment_db),
             std::move(bus), std::move(signing_key), std::move(mailer), std::move(webhooks)});
}

World::World(const Config& config, Log& log, const Clock& clock, Opened opened)
    : config(config),
      log(log),
      clock(clock),
      ids(clock),
      address_limits({.requests_per_second = config.limits.requests_per_second,
                      .logins_per_minute = config.limits.logins_per_minute}),
      tracing(std::move(opened.tracing)),
      user_db(std::move(opened.user_db)),
      product_db(std::move(opened.product_db)),
      basket_db(std::move(opened.basket_db)),
      payment_db(std::move(opened.payment_db)),
      bus(std::move(opened.bus)),
      signing_key(std::move(opened.signing_key)),
      token_signer(signing_key, config.auth.issuer, config.auth.audience),
      mailer(std::move(opened.mailer)),
      provider(provider_of(config)),
      provider_rates(provider.host),
      webhooks(std::move(opened.webhooks)) {
  add_gauges();
}

void World::add_gauges() {
  metrics::add_process_metrics(metrics);
  tracing->add_metrics(metrics);
  metrics.counter_callback("log_lines_dropped_total", "Log lines that were dropped because the output was too slow.",
                           {}, [this] { return static_cast<double>(log.dropped()); });
  metrics.gauge_callback("password_pool_depth", "Password hashes waiting or being computed.", {},
                         [this] { return static_cast<double>(passwords.depth()); });
  const auto watch = [this](std::string file, sqlite::Database& database) {
    metrics.gauge_callback("sqlite_writer_depth", "Writes that wait for the writer thread of a file.", {{"file", file}},
                           [&database] { return static_cast<double>(database.writer().depth()); });
    metrics.counter_callback("sqlite_commits_total", "Group commits of a file.", {{"file", std::move(file)}},
                             [&database] { return static_cast<double>(database.writer().commits()); });
  };
  watch("user.db", *user_db);
  watch("product.db", *product_db);
  watch("basket.db", *basket_db);
  watch("payment.db", *payment_db);
  watch("bus.db", bus->database());
}

}  // namespace ddd::embedded
