#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/log/line.hpp>
#include <ddd/platform/log/line_limit.hpp>

namespace ddd {

enum class LogFormat {
  automatic,  ///< plain, with colours, on a terminal, otherwise json
  json,
  plain,
};

/// Of "debug", "info", "warn", "error".
[[nodiscard]] std::optional<LogLevel> log_level(std::string_view name);
/// Of "automatic", "json", "plain".
[[nodiscard]] std::optional<LogFormat> log_format(std::string_view name);

/// The log of a process: one line an event, in the forms of line.hpp. Passed by reference; every member may be called
/// from any thread.
///
///   log.info("payment completed", {{"payment_id", id.to_text()}, {"attempt", 2}});
///
/// The caller's thread makes the line and queues it; a thread of the log's own writes it at once. A call never waits
/// for the output: when the queue is full, the oldest line in it is dropped and counted. The destructor writes what is
/// queued, for which it needs an output that takes it. No other member may run by then.
class Log {
 public:
  struct Options {
    std::string service;
    LogLevel level = LogLevel::info;  ///< lines below it cost a comparison
    LogFormat format = LogFormat::automatic;
    std::size_t queue = 8192;  ///< lines that may wait, at least 1; each place takes about 450 bytes from the start
  };

  /// Writes to standard error. `clock` outlives the log.
  Log(const Options& options, const Clock& clock);
  /// Appends to a file, or says why it can't be opened.
  [[nodiscard]] static std::expected<std::unique_ptr<Log>, std::string> to_file(const std::filesystem::path& file,
                                                                                Options options, const Clock& clock);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  using Fields = std::initializer_list<LogField>;

  void debug(std::string_view message, Fields fields = {}) { write(LogLevel::debug, message, fields); }
  void info(std::string_view message, Fields fields = {}) { write(LogLevel::info, message, fields); }
  void warn(std::string_view message, Fields fields = {}) { write(LogLevel::warn, message, fields); }
  void error(std::string_view message, Fields fields = {}) { write(LogLevel::error, message, fields); }
  void write(LogLevel level, std::string_view message, Fields fields = {}) {
    if (enabled(level)) submit(level, message, fields, 0);
  }

  /// For work that is only done for a line: `if (log.enabled(LogLevel::debug)) …`.
  [[nodiscard]] bool enabled(LogLevel level) const { return level >= options_.level; }

  /// A view of the log that writes at most one line a second for its key; see `limited`.
  class Limited {
   public:
    void debug(std::string_view message, Fields fields = {}) { write(LogLevel::debug, message, fields); }
    void info(std::string_view message, Fields fields = {}) { write(LogLevel::info, message, fields); }
    void warn(std::string_view message, Fields fields = {}) { write(LogLevel::warn, message, fields); }
    void error(std::string_view message, Fields fields = {}) { write(LogLevel::error, message, fields); }
    void write(LogLevel level, std::string_view message, Fields fields = {}) {
      if (log_.enabled(level)) log_.submit_limited(key_, level, message, fields);
    }

   private:
    friend Log;
    Limited(Log& log, std::string_view key) : log_(log), key_(key) {}
    Log& log_;
    std::string_view key_;
  };

  /// For events that can come in floods: `log.limited("outbox.publish").error("…")`. `key` names the call site, so it
  /// is a constant. The next line that is written has a field "suppressed" with the number of those that were not; what
  /// is left at the end is told by a line of the destructor.
  [[nodiscard]] Limited limited(std::string_view key) { return {*this, key}; }

  /// Lines that were dropped because the queue was full or the output refused them.
  [[nodiscard]] std::uint64_t dropped() const;

 private:
  class Output;
  Log(Options options, const Clock& clock, std::unique_ptr<Output> output);

  void submit(LogLevel level, std::string_view message, Fields fields, std::uint64_t suppressed);
  void submit_limited(std::string_view key, LogLevel level, std::string_view message, Fields fields);

  Options options_;
  const Clock& clock_;
  LineLimit limit_;
  std::unique_ptr<Output> output_;
};

}  // namespace ddd
