// The operator's tool.
#include <cstdio>
#include <exception>
#include <string>

#include "commands.hpp"
#include <sys/stat.h>

#include <ddd/embedded/version.hpp>

int main(int argc, char** argv) {
  // The stores hold personal data: what is made here is for its owner alone.
  ::umask(077);
  CLI::App app("dddctl: sets up, inspects and checks a ddd-micro shop.", "dddctl");
  app.require_subcommand(1);
  app.set_version_flag("--version",
                       std::string(ddd::embedded::kVersion) + " (" + std::string(ddd::embedded::kCommit) + ")");
  int exit_code = 0;
  ddd::ctl::add_seed_demo(app, exit_code);
  ddd::ctl::add_create_admin(app, exit_code);
  ddd::ctl::add_routes(app, exit_code);
  ddd::ctl::add_openapi(app, exit_code);
  ddd::ctl::add_reconcile(app, exit_code);
  ddd::ctl::add_dead_letter(app, exit_code);
  ddd::ctl::add_outbox(app, exit_code);
  ddd::ctl::add_verify(app, exit_code);
  ddd::ctl::add_backup(app, exit_code);
  try {
    CLI11_PARSE(app, argc, argv);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "dddctl: %s\n", failure.what());
    return ddd::ctl::kFailed;
  }
  return exit_code;
}
