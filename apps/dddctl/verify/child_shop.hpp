#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <sys/types.h>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/sleep.hpp>

namespace ddd::ctl {

/// The shop as a child process on a data folder of its own: started, killed and started again on the same port. It
/// never outlives this program.
class ChildShop {
 public:
  struct Options {
    std::filesystem::path binary;
    std::filesystem::path data;
    std::filesystem::path log;  ///< what it writes to standard error, over all starts
  };
  explicit ChildShop(Options options) : options_(std::move(options)) {}
  ~ChildShop() { kill(); }
  ChildShop(const ChildShop&) = delete;
  ChildShop& operator=(const ChildShop&) = delete;

  /// Returns when it answers requests. Error: `verify.cannot_start`, naming the log.
  [[nodiscard]] Task<Result<>> start(Sleeper& sleeper);
  /// SIGKILL; does nothing if it isn't running.
  void kill();
  /// SIGTERM; true if it ended in order within half a minute, false if it had to be killed or failed.
  [[nodiscard]] Task<bool> stop(Sleeper& sleeper);
  /// False if it has ended without being told to.
  [[nodiscard]] bool is_running();
  /// Of the listener that serves every route; the same after each start.
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  [[nodiscard]] bool spawn();
  /// Looks for the line that tells the port.
  [[nodiscard]] bool has_said_ready();

  Options options_;
  pid_t process_ = 0;
  int exit_status_ = 0;
  std::uint16_t port_ = 0;
  std::uintmax_t log_read_ = 0;  ///< bytes of the log that were looked at
};

}  // namespace ddd::ctl
