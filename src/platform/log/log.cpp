#include <algorithm>
#include <atomic>
#include <span>
#include <system_error>

#include <pthread.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <ddd/platform/log/log.hpp>

namespace ddd {

std::optional<LogLevel> log_level(std::string_view name) {
  if (name == "debug") return LogLevel::debug;
  if (name == "info") return LogLevel::info;
  if (name == "warn") return LogLevel::warn;
  if (name == "error") return LogLevel::error;
  return std::nullopt;
}

std::optional<LogFormat> log_format(std::string_view name) {
  if (name == "automatic") return LogFormat::automatic;
  if (name == "json") return LogFormat::json;
  if (name == "plain") return LogFormat::plain;
  return std::nullopt;
}

/// spdlog's queue, thread and sink, without its registry and its formats: it is handed finished lines.
class Log::Output {
 public:
  Output(std::shared_ptr<spdlog::sinks::sink> sink, std::size_t queue, bool is_terminal)
      : is_terminal_(is_terminal),
        pool_(std::make_shared<spdlog::details::thread_pool>(std::max<std::size_t>(queue, 1), 1,
                                                             [] { ::pthread_setname_np(::pthread_self(), "log"); })),
        logger_(std::make_shared<spdlog::async_logger>("log", std::move(sink), pool_,
                                                       spdlog::async_overflow_policy::overrun_oldest)) {
    logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v", spdlog::pattern_time_type::utc, "\n"));
    logger_->set_level(spdlog::level::trace);
    logger_->flush_on(spdlog::level::trace);
    logger_->set_error_handler([this](const std::string&) { refused_.fetch_add(1, std::memory_order_relaxed); });
  }
  // The pool writes what is queued and joins; the logger it writes with is still there then.
  ~Output() { pool_.reset(); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view line) {
    logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
  }
  [[nodiscard]] bool is_terminal() const { return is_terminal_; }
  [[nodiscard]] std::uint64_t dropped() const {
    return pool_->overrun_counter() + refused_.load(std::memory_order_relaxed);
  }

 private:
  bool is_terminal_;
  std::atomic<std::uint64_t> refused_{0};
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

Log::Log(Options options, const Clock& clock, std::unique_ptr<Output> output)
    : options_(std::move(options)), clock_(clock), output_(std::move(output)) {
  if (options_.format == LogFormat::automatic)
    options_.format = output_->is_terminal() ? LogFormat::plain : LogFormat::json;
}

Log::Log(const Options& options, const Clock& clock)
    : Log(options, clock,
          std::make_unique<Output>(std::make_shared<spdlog::sinks::stderr_sink_st>(), options.queue,
                                   ::isatty(STDERR_FILENO) == 1)) {}

std::expected<std::unique_ptr<Log>, std::string> Log::to_file(const std::filesystem::path& file, Options options,
                                                              const Clock& clock) {
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_st>(file.string());
    auto output = std::make_unique<Output>(std::move(sink), options.queue, false);
    return std::unique_ptr<Log>(new Log(std::move(options), clock, std::move(output)));
  } catch (const spdlog::spdlog_ex&) {
    return std::unexpected("log file " + file.string() + " can't be opened");
  }
}

Log::~Log() {
  for (const auto& [key, count] : limit_.take_suppressed())
    submit(LogLevel::warn, "lines were suppressed", {{"key", key}}, count);
}

std::uint64_t Log::dropped() const {
  return output_->dropped();
}

void Log::submit(LogLevel level, std::string_view message, Fields fields, std::uint64_t suppressed) {
  const LogLine line{.at = clock_.now(),
                     .level = level,
                     .service = options_.service,
                     .message = message,
                     .fields = std::span(fields.begin(), fields.size()),
                     .suppressed = suppressed};
  output_->write(options_.format == LogFormat::plain ? to_plain(line, output_->is_terminal()) : to_json(line));
}

void Log::submit_limited(std::string_view key, LogLevel level, std::string_view message, Fields fields) {
  if (const auto suppressed = limit_.admit(key, clock_.now())) submit(level, message, fields, *suppressed);
}

}  // namespace ddd
