#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <tuple>

#include <ddd/platform/config/key.hpp>
#include <ddd/platform/crypto/secret.hpp>

namespace ddd::embedded {

struct ServerConfig {
  std::string bind = "127.0.0.1";
  std::uint16_t port = 8000;
  std::uint16_t user_port = 8080;
  std::uint16_t product_port = 8081;
  std::uint16_t basket_port = 8083;
  std::uint16_t payment_port = 8084;
  std::uint16_t user_grpc_port = 9091;
  std::uint16_t product_grpc_port = 9092;
  std::uint16_t basket_grpc_port = 9093;
  std::uint16_t payment_grpc_port = 9094;
  int threads = 1;
  std::chrono::milliseconds request_time{10'000};
  std::chrono::milliseconds drain_time{10'000};
};

struct DataConfig {
  std::string dir = "var";
};

struct LogConfig {
  std::string level = "info";
  std::string format = "automatic";
};

struct AuthConfig {
  std::string issuer = "ddd-micro";
  std::string audience = "ddd-micro-api";
  std::string signing_key;  ///< empty: signing_key.pem in the data folder
};

struct LimitsConfig {
  int requests_per_second = 300;
  int logins_per_minute = 60;
  int login_failures = 10;
  std::chrono::milliseconds queue_time{250};
};

struct TracingConfig {
  std::chrono::minutes keep{15};
  int writes_per_second = 10;
  int reads_per_second = 2;
  std::string otlp_endpoint;  ///< empty: nothing is exported
};

struct MailConfig {
  std::string mode = "spool";
  std::string folder;  ///< empty: mail in the data folder
  std::string smtp_url;
  std::string from = "shop@example.com";
  std::string user;  ///< empty: no authentication
  crypto::Secret password;
};

struct CatalogueConfig {
  std::string currency = "USD";
};

struct PaymentConfig {
  std::string provider_url;  ///< empty: the built-in sandbox
  crypto::Secret api_key{"sk_test_sandbox"};
  crypto::Secret webhook_secret{"whsec_demo"};
  std::chrono::milliseconds request_budget{8000};
};

struct SandboxConfig {
  std::uint16_t port = 8090;
  std::string public_url;
  bool faults = false;
};

struct DemoConfig {
  bool enabled = false;
};

struct TestingConfig {
  std::string crash_point;  ///< empty: none
};

/// The configuration of the all-in-one process.
struct Config {
  ServerConfig server;
  DataConfig data;
  LogConfig log;
  AuthConfig auth;
  LimitsConfig limits;
  TracingConfig tracing;
  MailConfig mail;
  CatalogueConfig catalogue;
  PaymentConfig payment;
  SandboxConfig sandbox;
  DemoConfig demo;
  TestingConfig testing;

  /// Calls `use` with every section, for config::load and config::print.
  template <class Self, class Use>
  auto with_sections(this Self& self, Use use) {
    return use(self.server, self.data, self.log, self.auth, self.limits, self.tracing, self.mail, self.catalogue,
               self.payment, self.sandbox, self.demo, self.testing);
  }
};

}  // namespace ddd::embedded

namespace ddd::config {

using namespace std::chrono_literals;

template <>
struct Section<embedded::ServerConfig> {
  using S = embedded::ServerConfig;
  static constexpr std::string_view name = "server";
  static constexpr auto fields = std::tuple{
      key("bind", &S::bind, "Address to listen on; the demo stays on loopback unless told otherwise"),
      key("port", &S::port, "Port that serves every route, as the gateway does; of all ports, 0 takes any free one"),
      key("user_port", &S::user_port, "Port of the user service"),
      key("product_port", &S::product_port, "Port of the product service"),
      key("basket_port", &S::basket_port, "Port of the basket service"),
      key("payment_port", &S::payment_port, "Port of the payment service"),
      key("user_grpc_port", &S::user_grpc_port, "gRPC port of the user service"),
      key("product_grpc_port", &S::product_grpc_port, "gRPC port of the product service"),
      key("basket_grpc_port", &S::basket_grpc_port, "gRPC port of the basket service"),
      key("payment_grpc_port", &S::payment_grpc_port, "gRPC port of the payment service"),
      key("threads", &S::threads, "Shards: threads that each host all contexts", range(1, 64)),
      key("request_time", &S::request_time, "Time limit of one request", range(100ms, 10min)),
      key("drain_time", &S::drain_time, "How long requests under way may take after SIGTERM", range(0ms, 10min))};
};
template <>
struct Section<embedded::DataConfig> {
  using S = embedded::DataConfig;
  static constexpr std::string_view name = "data";
  static constexpr auto fields =
      std::tuple{key("dir", &S::dir, "Folder of the databases, the signing key and the lock")};
};
template <>
struct Section<embedded::LogConfig> {
  using S = embedded::LogConfig;
  static constexpr std::string_view name = "log";
  static constexpr auto fields =
      std::tuple{key("level", &S::level, "Least level that is written", one_of("debug", "info", "warn", "error")),
                 key("format", &S::format, "Form of the lines; automatic is plain on a terminal",
                     one_of("automatic", "json", "plain"))};
};
template <>
struct Section<embedded::AuthConfig> {
  using S = embedded::AuthConfig;
  static constexpr std::string_view name = "auth";
  static constexpr auto fields = std::tuple{
      key("issuer", &S::issuer, "Issuer of access tokens"), key("audience", &S::audience, "Audience of access tokens"),
      key("signing_key", &S::signing_key,
          "File of the ES256 key; made as signing_key.pem in the data folder if empty")};
};
template <>
struct Section<embedded::LimitsConfig> {
  using S = embedded::LimitsConfig;
  static constexpr std::string_view name = "limits";
  static constexpr auto fields = std::tuple{
      key("requests_per_second", &S::requests_per_second, "Requests per address and second before 429; 0: any number",
          range(0, 1'000'000)),
      key("logins_per_minute", &S::logins_per_minute, "Logins per address and minute before 429; 0: any number",
          range(0, 1'000'000)),
      key("login_failures", &S::login_failures, "Failed logins per account and minute before 429", range(1, 1'000'000)),
      key("queue_time", &S::queue_time,
          "How long requests may wait for a shard before new ones get 503; 0ms: however long", range(0ms, 1min))};
};
template <>
struct Section<embedded::TracingConfig> {
  using S = embedded::TracingConfig;
  static constexpr std::string_view name = "tracing";
  static constexpr auto fields = std::tuple{
      key("keep", &S::keep, "How long traces can be read at /admin/traces; 0m: none are kept", range(0min, 24h)),
      key("writes_per_second", &S::writes_per_second,
          "Traces a second, at most, that are recorded because a request changes something", range(0, 100'000)),
      key("reads_per_second", &S::reads_per_second,
          "Traces a second, at most, that are recorded though the request only reads", range(0, 100'000)),
      key("otlp_endpoint", &S::otlp_endpoint,
          "Where spans are sent by OTLP over HTTP, such as http://127.0.0.1:4318/v1/traces; nowhere if empty")};
};
template <>
struct Section<embedded::MailConfig> {
  using S = embedded::MailConfig;
  static constexpr std::string_view name = "mail";
  static constexpr auto fields = std::tuple{
      key("mode", &S::mode, "Where mails go: into a folder as .eml files, or to an SMTP server",
          one_of("spool", "smtp")),
      key("folder", &S::folder, "Folder of the .eml files; mail in the data folder if empty"),
      key("smtp_url", &S::smtp_url, "SMTP server, such as smtp://mail.example.com:587 or smtps://mail.example.com"),
      key("from", &S::from, "Address that mails come from"),
      key("user", &S::user, "User name at the SMTP server, for which TLS is demanded; no authentication if empty"),
      key("password", &S::password, "Password at the SMTP server")};
};
template <>
struct Section<embedded::CatalogueConfig> {
  using S = embedded::CatalogueConfig;
  static constexpr std::string_view name = "catalogue";
  static constexpr auto fields = std::tuple{key("currency", &S::currency, "ISO 4217 code of every price")};
};
template <>
struct Section<embedded::PaymentConfig> {
  using S = embedded::PaymentConfig;
  static constexpr std::string_view name = "payment";
  static constexpr auto fields = std::tuple{
      key("provider_url", &S::provider_url, "Origin of the payment provider's API; the built-in sandbox if empty"),
      key("api_key", &S::api_key, "Key for the provider's API"),
      key("webhook_secret", &S::webhook_secret, "Secret that the provider signs webhooks with"),
      key("request_budget", &S::request_budget, "How long a request works on a payment before it answers 202",
          range(100ms, 1min))};
};
template <>
struct Section<embedded::SandboxConfig> {
  using S = embedded::SandboxConfig;
  static constexpr std::string_view name = "sandbox";
  static constexpr auto fields = std::tuple{
      key("port", &S::port, "Port of the built-in payment sandbox"),
      key("public_url", &S::public_url, "Where a buyer's browser reaches the sandbox; derived from the port if empty"),
      key("faults", &S::faults, "Lets tests order faults of the sandbox; never outside tests")};
};
template <>
struct Section<embedded::DemoConfig> {
  using S = embedded::DemoConfig;
  static constexpr std::string_view name = "demo";
  static constexpr auto fields =
      std::tuple{key("enabled", &S::enabled, "Demo users and products; binds loopback only")};
};
template <>
struct Section<embedded::TestingConfig> {
  using S = embedded::TestingConfig;
  static constexpr std::string_view name = "testing";
  static constexpr auto fields =
      std::tuple{key("crash_point", &S::crash_point,
                     "Name of the durable write after which the process kills itself; only for tests")};
};

}  // namespace ddd::config
