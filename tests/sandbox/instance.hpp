#pragma once

#include <atomic>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/await.hpp"
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <stdlib.h>

#include <ddd/platform/http/client.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/time/system_clock.hpp>
#include <ddd/sandbox/sandbox.hpp>

namespace ddd::sandbox::test {

class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ddd-sandbox-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Real time plus what the test adds.
class ShiftedClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override {
    return system_.now() + std::chrono::microseconds(shift_.load(std::memory_order_relaxed));
  }
  void advance(std::chrono::microseconds by) { shift_ += by.count(); }

 private:
  SystemClock system_;
  std::atomic<std::int64_t> shift_{0};
};

using Form = std::vector<std::pair<std::string, std::string>>;

/// application/x-www-form-urlencoded.
[[nodiscard]] std::string encode(const Form& form);

struct Reply {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] boost::json::value json() const { return boost::json::parse(body); }
  /// The text at a JSON pointer; numbers and others as JSON. "" when absent.
  [[nodiscard]] std::string at(std::string_view pointer) const;
};

/// A sandbox, listening on a port of its own, with a client; all on the test's thread.
class Instance {
 public:
  Instance(boost::asio::io_context& context, const std::filesystem::path& folder, const Clock& clock,
           Sandbox::Options options = {});
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  [[nodiscard]] Task<Reply> send(http::Method method, std::string target, std::string body, std::string key,
                                 std::chrono::milliseconds limit = std::chrono::seconds(10));
  [[nodiscard]] Reply post(std::string target, const Form& form = {}, std::string key = {});
  [[nodiscard]] Reply get(std::string target);
  /// With headers of the test's own, and no others.
  [[nodiscard]] Reply raw(http::OutgoingRequest request);
  /// The outcome, when there may be no answer.
  [[nodiscard]] std::expected<Reply, http::ExchangeFailure> try_post(std::string target, const Form& form,
                                                                     std::string key, std::chrono::milliseconds limit);
  void order_fault(std::string json);

  /// Runs until `done()` or three seconds have passed; what it then is.
  template <class Condition>
  [[nodiscard]] bool eventually(Condition done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(3);
    while (!done() && std::chrono::steady_clock::now() < deadline) {
      context.restart();
      context.run_for(std::chrono::milliseconds(5));
    }
    return done();
  }

  /// Makes an intent of 19.99 USD, captured by hand, and gives its id.
  [[nodiscard]] std::string create(const Form& more = {});
  [[nodiscard]] Reply confirm(const std::string& id, std::string method = "pm_card_visa", std::string key = {});
  [[nodiscard]] Reply capture(const std::string& id, std::string key = {});
  [[nodiscard]] Reply cancel(const std::string& id, std::string key = {});

  [[nodiscard]] std::uint16_t port() const { return sandbox_->port(); }

  boost::asio::io_context& context;

 private:
  SystemIds ids_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<Sandbox> sandbox_;
  std::unique_ptr<http::Client> client_;
};

}  // namespace ddd::sandbox::test
