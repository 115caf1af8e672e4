#include <ddd/platform/crypto/random.hpp>
#include <ddd/platform/http/server.hpp>
#include <ddd/sandbox/application/housekeeping.hpp>
#include <ddd/sandbox/http/api.hpp>
#include <ddd/sandbox/sandbox.hpp>
#include <ddd/sandbox/storage/sqlite_event_store.hpp>
#include <ddd/sandbox/storage/sqlite_intent_store.hpp>
#include <ddd/sandbox/wire/stripe_wire.hpp>

namespace ddd::sandbox {
namespace {

/// Far above what a payment needs.
constexpr std::size_t kMostBodyBytes = 64UL * 1024;

/// Of the address where a customer confirms a payment.
constexpr std::size_t kTokenBytes = 32;

std::string message_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "unknown";
  }
}

std::string url_of(const std::string& address, std::uint16_t port) {
  const bool is_any = address == "0.0.0.0" || address == "::";
  const auto host = is_any ? "localhost" : address.find(':') == std::string::npos ? address : "[" + address + "]";
  return "http://" + host + ":" + std::to_string(port);
}

class RunningSandbox final : public Sandbox {
 public:
  RunningSandbox(ShardExecutor executor, Options options, std::optional<Endpoint> endpoint,
                 std::unique_ptr<SandboxFile> file, const Clock& clock, IdSource& ids, Log& log);

  [[nodiscard]] Result<> listen() override;
  [[nodiscard]] std::uint16_t port() const override { return server_->port(); }
  [[nodiscard]] Task<bool> drain(std::chrono::milliseconds limit) override;

 private:
  [[nodiscard]] std::unique_ptr<http::Server> make_server(ShardExecutor executor);

  Options options_;
  TimerSleeper sleeper_;
  std::unique_ptr<SandboxFile> file_;
  SqliteIntentStore intents_;
  SqliteEventStore events_;
  StripeWire wire_;
  TaskGroup tasks_;
  std::optional<WebhookSender> sender_;
  Operations operations_;
  Housekeeping housekeeping_;
  Api api_;
  std::unique_ptr<http::Server> server_;
};

RunningSandbox::RunningSandbox(ShardExecutor executor, Options options, std::optional<Endpoint> endpoint,
                               std::unique_ptr<SandboxFile> file, const Clock& clock, IdSource& ids, Log& log)
    : options_(std::move(options)),
      file_(std::move(file)),
      intents_(*file_, endpoint.has_value()),
      events_(*file_),
      tasks_(executor,
             [&log](std::string_view name, const std::exception_ptr& failure) {
               log.error("sandbox task ended", {{"task", name}, {"detail", message_of(failure)}});
             }),
      operations_({.store = intents_,
                   .wire = wire_,
                   .clock = clock,
                   .ids = ids,
                   .sleeper = sleeper_,
                   .new_token = [] { return crypto::random_token(kTokenBytes); },
                   .on_events =
                       [this] {
                         if (sender_) sender_->wake();
                       }}),
      housekeeping_(operations_, intents_, events_, clock, sleeper_),
      api_({.operations = operations_,
            .intents = intents_,
            .events = events_,
            .wire = wire_,
            .ids = ids,
            .sleeper = sleeper_,
            .faults_enabled = options_.faults_enabled}),
      server_(make_server(executor)) {
  if (!endpoint) return;
  sender_.emplace(
      executor,
      WebhookSender::Settings{
          .endpoint = *std::move(endpoint), .secret = options_.webhook_secret, .retries = options_.webhook_retries},
      events_, clock, sleeper_, log, tasks_);
}

std::unique_ptr<http::Server> RunningSandbox::make_server(ShardExecutor executor) {
  return http::Server::create(
      executor, {.address = options_.address, .port = options_.port, .max_body_bytes = kMostBodyBytes},
      [this](const http::Request& request) { return api_.handle(request); },
      [this](int status, std::string_view, std::string_view detail) { return api_.refuse(status, detail); });
}

Result<> RunningSandbox::listen() {
  DDD_CHECK(server_->listen());
  wire_.set_public_url(options_.public_url.empty() ? url_of(options_.address, server_->port()) : options_.public_url);
  tasks_.spawn("housekeeping", housekeeping_.run());
  tasks_.spawn("refunds", housekeeping_.settle_refunds());
  if (sender_) tasks_.spawn("webhooks", sender_->run());
  return {};
}

Task<bool> RunningSandbox::drain(std::chrono::milliseconds limit) {
  const bool nothing_cut = co_await server_->drain(limit);
  co_await tasks_.stop();
  co_return nothing_cut;
}

}  // namespace

Result<std::unique_ptr<Sandbox>> Sandbox::create(ShardExecutor executor, Options options, const Clock& clock,
                                                 IdSource& ids, Log& log) {
  std::optional<Endpoint> endpoint;
  if (!options.webhook_url.empty()) {
    endpoint = Endpoint::parse(options.webhook_url);
    if (!endpoint) {
      return Refused(Error{.kind = ErrorKind::malformed,
                           .code = "sandbox.webhook_url",
                           .message = "The webhook URL must be http or https, without credentials."});
    }
  }
  while (options.public_url.ends_with('/')) options.public_url.pop_back();
  DDD_TRY(auto file, SandboxFile::open(options.folder, clock.now(), [&log](const std::string& failure) {
            log.limited("sandbox.store").error("sandbox store failed", {{"detail", failure}});
          }));
  return std::make_unique<RunningSandbox>(executor, std::move(options), std::move(endpoint), std::move(file), clock,
                                          ids, log);
}

}  // namespace ddd::sandbox
