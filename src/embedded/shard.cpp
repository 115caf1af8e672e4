#include <ddd/contracts/basket/basket_events.hpp>
#include <ddd/contracts/payment/payment_events.hpp>
#include <ddd/contracts/product/product_events.hpp>
#include <ddd/contracts/user/user_events.hpp>
#include <ddd/embedded/contexts.hpp>
#include <ddd/embedded/housekeeping.hpp>
#include <ddd/embedded/shard.hpp>
#include <ddd/platform/api/problem.hpp>
#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/runtime/revocation.hpp>
#include <ddd/runtime/trace_routes.hpp>

namespace ddd::embedded {
namespace {

/// A file is healthy when a transaction on it can be opened and committed.
Task<Result<>> probe(sqlite::Database& database) {
  co_return co_await database.writer().write([](sqlite::Connection&) -> Result<> { return {}; });
}

}  // namespace

Shard::Shard(World& world, const Options& options)
    : world_(world),
      options_(options),
      contexts_(std::make_unique<Contexts>(world, options.executor)),
      bus_(*world.bus, options.executor),
      background_(options.executor, {.bus = bus_,
                                     .clock = world.clock,
                                     .sleeper = sleeper_,
                                     .metrics = world.metrics,
                                     .log = world.log,
                                     .tracer = world.tracing->tracer()}),
      queue_({.target = world.config.limits.queue_time}),
      queue_timer_(options.executor, queue_,
                   world.metrics.gauge("shard_queue_seconds", "How long work waited for its turn on a shard, lately.",
                                       {{"shard", std::to_string(options.number)}})),
      measuring_(options.executor,
                 [&log = world.log](std::string_view task, const std::exception_ptr&) {
                   log.error("background task ended", {{"task", task}});
                 }),
      readiness_(options.executor, sleeper_, health_checks(), {}) {
  add_background();
  for (auto& service : services(*contexts_, world_.config.server)) add_listener(std::move(service));
}

Shard::~Shard() = default;

Task<Result<>> Shard::start() {
  if (options_.number == 0) {
    DDD_CO_CHECK(co_await contexts_->payment.payments.release_all(world_.clock.now()));
  }
  DDD_CO_CHECK(co_await background_.catch_up());
  for (auto& listener : listeners_) DDD_CO_CHECK(listener.server->listen());
  background_.start();
  measuring_.spawn("queue time", queue_timer_.run());
  if (options_.number == 0) {
    for (const auto& listener : listeners_) {
      world_.log.info("listening", {{"listener", listener.service}, {"port", listener.server->port()}});
    }
  }
  co_return Result<>{};
}

Task<Result<>> Shard::withdraw() {
  readiness_.drain();
  co_return Result<>{};
}

Task<bool> Shard::stop() {
  readiness_.drain();
  const auto limit = world_.config.server.drain_time;
  bool whole = true;
  for (auto& listener : listeners_) whole = co_await listener.server->drain(limit) && whole;
  for (auto& endpoint : grpc_endpoints_) co_await endpoint.pipeline->stop();
  whole = co_await background_.stop(limit) && whole;
  if (const auto flushed = co_await contexts_->product.module.flush(); !flushed) {
    world_.log.warn("views of products are lost", {{"code", flushed.error().code}});
  }
  co_await measuring_.stop();
  co_await readiness_.stop();
  co_return whole;
}

void Shard::add_listener(Service service) {
  if (service.grpc) add_grpc_endpoint(service);
  service.tables.push_back(trace_routes(service.name, world_.tracing->store()));
  service.tables.push_back(ops_routes(service, options_.started_at, readiness_, world_.metrics));
  Listener listener{.service = service.name, .pipeline = nullptr, .server = nullptr};
  listener.pipeline = std::make_unique<api::Pipeline>(
      std::move(service.tables), pipeline_dependencies(),
      api::Pipeline::Options{
          .service = service.name, .bare_paths = service.bare_paths, .time_limit = world_.config.server.request_time});
  listener.server = http::Server::create(
      options_.executor,
      {.address = world_.config.server.bind, .port = service.port, .reuse_port = world_.config.server.threads > 1},
      listener.pipeline->handler(), api::TransportProblems(world_.ids));
  listeners_.push_back(std::move(listener));
}

api::Pipeline::Dependencies Shard::pipeline_dependencies() {
  return {.authenticator = contexts_->authenticator,
          .metrics = world_.metrics,
          .log = world_.log,
          .ids = world_.ids,
          .sleeper = sleeper_,
          .rate_limit = &world_.address_limits,
          .queue = &queue_,
          .tracer = world_.tracing->tracer()};
}

void Shard::add_grpc_endpoint(Service& service) {
  grpc_endpoints_.push_back(
      {service.name, service.grpc_port,
       std::make_unique<rpc::Pipeline>(options_.executor, *std::move(service.grpc), pipeline_dependencies(),
                                       rpc::Pipeline::Options{.time_limit = world_.config.server.request_time})});
}

Task<Result<>> Shard::tell_readiness() {
  const auto report = co_await readiness_.report();
  options_.on_readiness(report.ready);
  co_return Result<>{};
}

void Shard::add_background() {
  background_.add_broadcasts(std::string(contracts::kUserTopic),
                             {revocation_subscription(contexts_->denied, world_.clock)});
  background_.add_broadcasts(std::string(contracts::kProductTopic),
                             contexts_->product.module.broadcast_subscriptions());
  background_.add_jobs(contexts_->product.module.shard_jobs());
  if (options_.number != 0) return;
  add_outbox("user", contracts::kUserTopic, *world_.user_db);
  add_outbox("product", contracts::kProductTopic, *world_.product_db);
  add_outbox("basket", contracts::kBasketTopic, *world_.basket_db);
  add_outbox("payment", contracts::kPaymentTopic, *world_.payment_db);
  add_groups(contexts_->user.module.group_subscriptions());
  add_groups(contexts_->product.module.group_subscriptions());
  add_groups(contexts_->basket.module.group_subscriptions());
  add_groups(contexts_->payment.module.group_subscriptions());
  background_.add_jobs(contexts_->user.module.jobs());
  background_.add_jobs(contexts_->product.module.jobs());
  background_.add_jobs(contexts_->basket.module.jobs());
  background_.add_jobs(contexts_->payment.module.jobs());
  background_.add_jobs(housekeeping(world_, groups_));
  background_.add_jobs(
      {{.name = "grpc.health", .every = std::chrono::seconds(1), .run = [this] { return tell_readiness(); }}});
}

void Shard::add_outbox(const std::string& context, std::string_view topic, sqlite::Database& database) {
  auto outbox = std::make_unique<sqlite::SqliteOutbox>(database);
  OutboxAudit& audit = *outbox;
  outboxes_.push_back(std::move(outbox));
  if (contexts_->crash.is_set())
    outboxes_.push_back(std::make_unique<CrashingOutbox>(*outboxes_.back(), contexts_->crash));
  database.writer().on_commit([relay = background_.add_relay(context, *outboxes_.back())] {
    if (const auto alive = relay.lock()) alive->wake();
  });
  read_backs_.push_back(std::make_unique<OutboxReadBack>(context, std::string(topic), audit, bus_, world_.clock,
                                                         world_.metrics, world_.log));
  groups_[std::string(topic)].push_back(OutboxReadBack::group_of(context));
  background_.add_jobs({{.name = OutboxReadBack::group_of(context),
                         .run = [&read_back = *read_backs_.back()] { return read_back.round(); }}});
}

void Shard::add_groups(std::vector<GroupSubscription> subscriptions) {
  for (const auto& subscription : subscriptions) groups_[subscription.topic].push_back(subscription.group);
  background_.add_groups(std::move(subscriptions));
}

std::vector<api::HealthCheck> Shard::health_checks() {
  std::vector<api::HealthCheck> checks;
  const auto add = [&checks](std::string name, sqlite::Database& database) {
    checks.push_back({.name = std::move(name), .probe = [&database] { return probe(database); }});
  };
  add("user_store", *world_.user_db);
  add("product_store", *world_.product_db);
  add("basket_store", *world_.basket_db);
  add("payment_store", *world_.payment_db);
  add("event_bus", world_.bus->database());
  return checks;
}

}  // namespace ddd::embedded
