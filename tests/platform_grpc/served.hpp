#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <platform_grpc/probe.hpp>
#include <support/await.hpp>
#include <unistd.h>

namespace ddd::rpc::test {

/// The probe's service behind a pipeline, called without sockets.
class Served {
 public:
  Served() {
    static int number = 0;
    log_file_ = std::filesystem::temp_directory_path() /
                ("ddd_grpc_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number) + ".log");
    log = std::move(Log::to_file(log_file_, {.service = "test", .level = LogLevel::debug}, clock).value());
  }
  ~Served() {
    pipeline.reset();
    log.reset();
    std::error_code ignored;
    std::filesystem::remove(log_file_, ignored);
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  [[nodiscard]] Pipeline::Dependencies dependencies() {
    return {.authenticator = authenticator,
            .metrics = metrics,
            .log = *log,
            .ids = ids,
            .sleeper = sleeper,
            .rate_limit = limit,
            .queue = queue};
  }
  void start() {
    pipeline = std::make_unique<Pipeline>(context.get_executor(), service_of(probe, store), dependencies(), options);
  }

  Answer call(Incoming incoming) {
    if (!pipeline) start();
    return ddd::test::await(context, pipeline->serve(std::move(incoming)));
  }
  Answer call(Place method, const Text& message = {}, Metadata metadata = {}) {
    return call(incoming(method, message, std::move(metadata)));
  }
  std::string short_call(Place method, const Text& message = {}, Metadata metadata = {}) {
    return short_of(call(method, message, std::move(metadata)).outcome.status);
  }

  /// Ends the pipeline and gives the lines of its log.
  std::string end_and_read_log() {
    pipeline.reset();
    log.reset();
    std::ifstream in(log_file_);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  boost::asio::io_context context;
  SystemClock clock;
  SystemIds ids{clock};
  api::test::FakeAuthenticator authenticator;
  api::test::FakeStore store;
  api::test::FakeSleeper sleeper;
  api::RateLimit* limit = nullptr;
  const api::QueueWatch* queue = nullptr;
  metrics::Registry metrics;
  std::unique_ptr<Log> log;
  Pipeline::Options options;
  Probe probe;
  std::unique_ptr<Pipeline> pipeline;

 private:
  std::filesystem::path log_file_;
};

inline std::string trailer_of(const Answer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.trailers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace ddd::rpc::test
