// The payment provider of demo and tests as a process of its own.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>

#include <ddd/platform/log/log.hpp>
#include <ddd/platform/time/system_clock.hpp>
#include <ddd/sandbox/sandbox.hpp>

namespace {

using namespace std::chrono_literals;
using ddd::sandbox::Sandbox;

constexpr auto kDrainTime = 10s;

struct Arguments {
  Sandbox::Options options;
  std::string webhook_secret = "whsec_demo";
};

void describe(CLI::App& app, Arguments& arguments) {
  auto& options = arguments.options;
  options.folder = "data";
  app.add_option("--data", options.folder, "Folder of sandbox.db, made if missing")
      ->envname("DDD_SANDBOX_DATA")
      ->capture_default_str();
  app.add_option("--bind", options.address, "IP address to listen on")
      ->envname("DDD_SANDBOX_BIND")
      ->capture_default_str();
  app.add_option("--port", options.port, "Port to listen on, 0 for any free one")
      ->envname("DDD_SANDBOX_PORT")
      ->capture_default_str();
  app.add_option("--public-url", options.public_url,
                 "Where customers' browsers reach this program; default: where it listens")
      ->envname("DDD_SANDBOX_PUBLIC_URL");
  app.add_option("--webhook-url", options.webhook_url, "Where events are sent; default: nowhere")
      ->envname("DDD_SANDBOX_WEBHOOK_URL");
  // A secret is no flag: the arguments of a process are public on its machine.
  app.add_option("", arguments.webhook_secret)->envname("DDD_PAYMENT_WEBHOOK_SECRET")->group("");
  app.add_flag("--enable-test-faults", options.faults_enabled,
               "Lets anybody order faults at /_test/faults: for tests alone");
  app.footer(
      "The secret that signs webhooks is read from DDD_PAYMENT_WEBHOOK_SECRET (default: whsec_demo).\n"
      "Ends on SIGTERM and SIGINT after what is under way was answered; a second signal ends it at once.");
}

ddd::Task<> drain(Sandbox& sandbox) {
  co_await sandbox.drain(kDrainTime);
}

int run(Arguments arguments) {
  const ddd::SystemClock clock;
  ddd::SystemIds ids(clock);
  ddd::Log log({.service = "payment-sandbox"}, clock);
  boost::asio::io_context context(1);
  arguments.options.webhook_secret = ddd::crypto::Secret::take(std::move(arguments.webhook_secret));
  auto sandbox = Sandbox::create(context.get_executor(), std::move(arguments.options), clock, ids, log);
  if (sandbox) {
    if (auto listening = (*sandbox)->listen(); !listening) sandbox = ddd::Refused(listening.error());
  }
  if (!sandbox) {
    std::fprintf(stderr, "payment-sandbox: %s\n", sandbox.error().message.c_str());
    return EXIT_FAILURE;
  }
  boost::asio::signal_set signals(context, SIGTERM, SIGINT);
  signals.async_wait([&](boost::system::error_code error, int) {
    if (error) return;
    log.info("stopping");
    signals.async_wait([](boost::system::error_code second, int) {
      if (!second) std::_Exit(EXIT_FAILURE);
    });
    boost::asio::co_spawn(context, drain(**sandbox), [&](const std::exception_ptr&) { context.stop(); });
  });
  log.info("payment sandbox is ready", {{"port", (*sandbox)->port()}});
  context.run();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("The payment sandbox: Stripe's API for card payments, with test cards and no real money.",
               "payment-sandbox");
  Arguments arguments;
  describe(app, arguments);
  CLI11_PARSE(app, argc, argv);
  return run(std::move(arguments));
}
