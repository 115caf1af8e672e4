// The whole shop in one process, on embedded stores and bus.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ddd/embedded/load_config.hpp>
#include <ddd/embedded/process.hpp>
#include <ddd/embedded/version.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/time/system_clock.hpp>

namespace {

using namespace ddd;

constexpr int kBadConfiguration = 2;

struct Arguments {
  embedded::ConfigArguments config;
  bool print_config = false;
};

void describe(CLI::App& app, Arguments& arguments) {
  app.add_option("--config", arguments.config.file, "TOML file; see --print-config for all keys")->type_name("FILE");
  const auto shortcut = [&](const char* flag, const char* key, const char* help, const char* type) {
    app.add_option_function<std::string>(
           flag,
           [&arguments, key](const std::string& value) {
             arguments.config.settings.push_back(std::string(key) + "=" + value);
           },
           help)
        ->type_name(type);
  };
  shortcut("--data", "data.dir", "Folder of databases, signing key and lock (default: var)", "DIR");
  shortcut("--bind", "server.bind", "Address to listen on (default: 127.0.0.1)", "ADDRESS");
  shortcut("--port", "server.port", "Port that serves every route (default: 8000)", "PORT");
  app.add_flag_callback(
      "--demo", [&arguments] { arguments.config.settings.emplace_back("demo.enabled=true"); },
      "Makes demo users and products; loopback only");
  app.add_option_function<std::vector<std::string>>(
         "--set",
         [&arguments](const std::vector<std::string>& values) {
           auto& settings = arguments.config.settings;
           settings.insert(settings.end(), values.begin(), values.end());
         },
         "Any key of the configuration; may be repeated")
      ->type_name("SECTION.KEY=VALUE")
      ->allow_extra_args(false);
  app.add_flag("--print-config", arguments.print_config,
               "Prints the configuration that would be used, without secrets");
  app.set_version_flag("--version", std::string(embedded::kVersion) + " (" + std::string(embedded::kCommit) + ")");
  app.footer(
      "Flags win over the environment (DDD_SECTION_KEY), which wins over the file.\n"
      "Ends on SIGTERM and SIGINT after what is under way was answered; a second signal ends it at once.");
}

/// The signals that end the process, taken from every thread that starts after this.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow is an error of the write, as on a full disk.
  ::signal(SIGXFSZ, SIG_IGN);
  return signals;
}

void wait_for(const sigset_t& signals) {
  int received = 0;
  while (sigwait(&signals, &received) != 0) {
  }
}

int serve(embedded::Config config, Log& log, const Clock& clock, const sigset_t& signals) {
  const auto started = std::chrono::steady_clock::now();
  auto process = embedded::Process::start(std::move(config), log, clock);
  if (!process) {
    log.error("can't start", {{"code", process.error().code}, {"reason", process.error().message}});
    return EXIT_FAILURE;
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
  log.info("ready", {{"port", (*process)->config().server.port},
                     {"sandbox_port", (*process)->config().sandbox.port},
                     {"took_ms", took.count()}});
  wait_for(signals);
  log.info("stopping");
  // The second signal does what the first one would do without us.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  const bool whole = (*process)->stop();
  process->reset();
  log.info("stopped", {{"requests_cut", !whole}});
  return EXIT_SUCCESS;
}

int run(const Arguments& arguments) {
  const auto signals = block_signals();
  const auto config = embedded::load_config(arguments.config);
  if (!config) {
    for (const auto& problem : config.error()) std::fprintf(stderr, "ddd-micro: %s\n", problem.c_str());
    return kBadConfiguration;
  }
  if (arguments.print_config) {
    std::fputs(embedded::print_config(*config).c_str(), stdout);
    return EXIT_SUCCESS;
  }
  const SystemClock clock;
  Log log({.service = "ddd-micro", .level = *log_level(config->log.level), .format = *log_format(config->log.format)},
          clock);
  return serve(*config, log, clock, signals);
}

}  // namespace

int main(int argc, char** argv) {
  // The stores hold personal data: what is made here is for its owner alone.
  ::umask(077);
  CLI::App app("ddd-micro: an e-commerce backend in one process, with nothing to install beside it.", "ddd-micro");
  Arguments arguments;
  describe(app, arguments);
  CLI11_PARSE(app, argc, argv);
  try {
    return run(arguments);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "ddd-micro: %s\n", failure.what());
    return EXIT_FAILURE;
  }
}
