#pragma once

#include <ddd/platform/config/config.hpp>

namespace ddd::test {

/// Two sections with a key of every type, for the tests of reading and printing.
struct PaymentConfig {
  crypto::Secret webhook_secret;
  std::chrono::seconds hold{900};
  std::chrono::milliseconds retry_pause{250};
  std::chrono::minutes sweep{15};
  int attempts = 3;
};

struct ServerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  bool access_log = true;
  std::string log_format = "automatic";
  std::int64_t max_body = 1048576;
  std::vector<std::string> origins{"https://shop.example"};
};

}  // namespace ddd::test

template <>
struct ddd::config::Section<ddd::test::PaymentConfig> {
  using S = test::PaymentConfig;
  static constexpr std::string_view name = "payment";
  static constexpr auto fields = std::tuple{
      key("webhook_secret", &S::webhook_secret, "Secret that webhooks are signed with"),
      key("hold", &S::hold, "How long stock is held", range(std::chrono::seconds(1), std::chrono::hours(24))),
      key("retry_pause", &S::retry_pause, "Pause before the first repeat"),
      key("sweep", &S::sweep, "Pause between two sweeps"),
      key("attempts", &S::attempts, "Attempts to reach the provider", range(1, 10)),
  };
};

template <>
struct ddd::config::Section<ddd::test::ServerConfig> {
  using S = test::ServerConfig;
  static constexpr std::string_view name = "server";
  static constexpr auto fields = std::tuple{
      key("address", &S::address, "Address to listen on"),
      key("port", &S::port, "Port to listen on", range(1, 65535)),
      key("access_log", &S::access_log, "Writes a line for every request"),
      key("log_format", &S::log_format, "Form of the log", one_of("automatic", "json", "plain")),
      key("max_body", &S::max_body, "Largest body in bytes"),
      key("origins", &S::origins, "Origins that browsers may call from"),
  };
};
