#include <boost/asio/ip/address.hpp>

#include <ddd/embedded/load_config.hpp>
#include <ddd/kernel/currency.hpp>
#include <ddd/platform/http/client.hpp>
#include <ddd/user/adapters/mail/smtp_mailer.hpp>

namespace ddd::embedded {
namespace {

bool is_loopback(const std::string& address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  return !error && parsed.is_loopback();
}

/// What only several values together, or another part of the system, can tell.
config::Problems check(const Config& config) {
  config::Problems problems;
  if (!Currency::from_code(config.catalogue.currency)) {
    problems.push_back("catalogue.currency: \"" + config.catalogue.currency +
                       "\" is no currency this shop knows; try \"USD\".");
  }
  if (!config.payment.provider_url.empty() && !http::Origin::parse(config.payment.provider_url)) {
    problems.push_back("payment.provider_url must look like https://api.stripe.com: scheme, host and port alone.");
  }
  const auto& collector = config.tracing.otlp_endpoint;
  if (!collector.empty() && !collector.starts_with("http://") && !collector.starts_with("https://")) {
    problems.push_back("tracing.otlp_endpoint must be a URL such as http://127.0.0.1:4318/v1/traces.");
  }
  if (!user::Email::parse(config.mail.from)) problems.push_back("mail.from must be an e-mail address.");
  if (config.mail.mode == "smtp" && !user::is_smtp_url(config.mail.smtp_url)) {
    problems.push_back("mail.smtp_url must look like smtp://mail.example.com:587 or smtps://mail.example.com.");
  }
  if (config.payment.api_key.empty()) problems.push_back("payment.api_key must not be empty.");
  if (config.payment.webhook_secret.empty()) {
    problems.push_back("payment.webhook_secret must not be empty: anybody could sign webhooks with it.");
  }
  if (config.demo.enabled && !is_loopback(config.server.bind)) {
    problems.push_back("demo.enabled has well-known passwords, so server.bind must be a loopback address, not " +
                       config.server.bind + ".");
  }
  return problems;
}

}  // namespace

std::expected<Config, config::Problems> load_config(const ConfigArguments& arguments) {
  config::Sources sources{.file = arguments.file, .environment = config::process_environment(), .overrides = {}};
  config::Problems problems;
  for (const auto& setting : arguments.settings) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos) {
      problems.push_back("--set " + setting + " must look like --set section.key=value");
    } else {
      sources.overrides.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
    }
  }
  if (!problems.empty()) return std::unexpected(std::move(problems));
  Config config;
  if (auto loaded = config.with_sections([&](auto&... sections) { return config::load(sources, sections...); });
      !loaded) {
    return std::unexpected(std::move(loaded).error());
  }
  if (auto wrong = check(config); !wrong.empty()) return std::unexpected(std::move(wrong));
  return config;
}

std::string print_config(const Config& config) {
  return config.with_sections([](const auto&... sections) { return config::print(sections...); });
}

}  // namespace ddd::embedded
