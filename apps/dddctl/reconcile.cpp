#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include "commands.hpp"
#include <unistd.h>

#include <ddd/platform/time/system_clock.hpp>
#include <ddd/reconcile/reconcile.hpp>

namespace ddd::ctl {
namespace {

struct Arguments {
  std::string folder = "var";
  int patience = 0;  ///< seconds
};

void print(const reconcile::Finding& finding, bool colours) {
  const bool ok = finding.broken_count == 0;
  const char* word = !finding.checked ? "skip" : ok ? "ok" : "BROKEN";
  const char* colour = !finding.checked ? "\033[33m" : ok ? "\033[32m" : "\033[31m";
  const auto promise = std::string(finding.invariant->promise);
  std::printf("%-4s %s%-6s%s %s\n", std::string(finding.invariant->id).c_str(), colours ? colour : "", word,
              colours ? "\033[0m" : "", promise.c_str());
  if (!finding.checked) std::puts("            The provider's books are not in this folder.");
  for (const auto& id : finding.broken) std::printf("            %s\n", id.c_str());
  if (finding.broken.size() < finding.broken_count) {
    std::printf("            … and %zu more\n", finding.broken_count - finding.broken.size());
  }
}

/// Looks again for a while: events that are under way settle.
Result<std::vector<reconcile::Finding>> check(const Arguments& arguments) {
  const SystemClock clock;
  const auto give_up_at = std::chrono::steady_clock::now() + std::chrono::seconds(arguments.patience);
  for (;;) {
    auto findings = reconcile::check_all(arguments.folder, clock.now());
    if (!findings || reconcile::is_clean(*findings) || std::chrono::steady_clock::now() >= give_up_at) return findings;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

int run(const Arguments& arguments) {
  const auto findings = check(arguments);
  if (!findings) {
    std::fprintf(stderr, "dddctl: %s\n", findings.error().message.c_str());
    return kUsage;
  }
  const bool colours = ::isatty(STDOUT_FILENO) != 0;
  for (const auto& finding : *findings) print(finding, colours);
  return reconcile::is_clean(*findings) ? 0 : kFailed;
}

}  // namespace

void add_reconcile(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("reconcile", "Checks what the shop promises about money, stock, baskets and events");
  command->footer("Exit status: 0 all hold, 1 some are broken, 2 the stores can't be read.");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("--data", arguments->folder, "Data folder of the shop, which may be running")
      ->capture_default_str();
  command
      ->add_option("--patience", arguments->patience, "Seconds to let events settle before a promise counts as broken")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  command->callback([arguments, &exit_code] { exit_code = run(*arguments); });
}

}  // namespace ddd::ctl
