#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/crypto/secret.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/sandbox/webhooks/sender.hpp>

namespace ddd::sandbox {

/// The payment provider of demo and tests: Stripe's API for card payments, with a bank that never moves real money.
/// State survives any end of the process. One per process and folder, on one thread of its own; everything but `create`
/// is called on the executor's thread.
class Sandbox {
 public:
  struct Options {
    std::filesystem::path folder;  ///< holds sandbox.db; made if it is missing
    std::string address = "127.0.0.1";
    std::uint16_t port = 8090;  ///< 0: any free one
    /// Where the customer's browser reaches this provider; empty: http://<address>:<port>.
    std::string public_url;
    std::string webhook_url;  ///< empty: events are kept, but not sent
    crypto::Secret webhook_secret;
    RetrySchedule webhook_retries;
    /// Lets anybody order faults at /_test/faults. For tests alone.
    bool faults_enabled = false;
  };

  /// `clock`, `ids` and `log` outlive it. Errors: `sandbox.webhook_url` (malformed: it is no http or https URL), and
  /// those of SandboxFile::open.
  [[nodiscard]] static Result<std::unique_ptr<Sandbox>> create(ShardExecutor executor, Options options,
                                                               const Clock& clock, IdSource& ids, Log& log);
  virtual ~Sandbox() = default;

  /// Starts to serve and to send what is pending. Errors: those of http::Server::listen.
  [[nodiscard]] virtual Result<> listen() = 0;
  /// The port that is bound after `listen`.
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// Answers what is under way, at most for `limit`, and stops everything. True if nothing was cut. To be awaited
  /// before the sandbox goes away.
  [[nodiscard]] virtual Task<bool> drain(std::chrono::milliseconds limit) = 0;
};

}  // namespace ddd::sandbox
