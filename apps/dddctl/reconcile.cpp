#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "commands.hpp"
#include <unistd.h>

#include <ddd/platform/time/system_clock.hpp>
#include <ddd/reconcile/reconcile.hpp>

namespace ddd::ctl {
namespace {

struct Arguments {
  std::string folder = "var";
  int patience = 0;  ///< seconds
  std::vector<std::filesystem::path> logs;
};

void print(const reconcile::Finding& finding, bool colours) {
  const bool ok = finding.broken_count == 0;
  const char* word = !finding.checked ? "skip" : ok ? "ok" : "violated";
  const char* colour = !finding.checked ? "\033[33m" : ok ? "\033[32m" : "\033[31m";
  const auto promise = std::string(finding.invariant->promise);
  std::printf("%-4s %s%-8s%s %s\n", std::string(finding.invariant->id).c_str(), colours ? colour : "", word,
              colours ? "\033[0m" : "", promise.c_str());
  if (!finding.checked) std::puts("              The provider's books are not in this folder.");
  for (const auto& id : finding.broken) std::printf("              %s\n", id.c_str());
  if (finding.broken.size() < finding.broken_count) {
    std::printf("              … and %zu more\n", finding.broken_count - finding.broken.size());
  }
}

void print_summary(const std::vector<reconcile::Finding>& findings) {
  std::size_t violated = 0, skipped = 0;
  for (const auto& finding : findings) {
    violated += finding.broken_count != 0 ? 1 : 0;
    skipped += finding.checked ? 0 : 1;
  }
  std::printf("%zu ok, %zu violated, %zu skipped\n", findings.size() - violated - skipped, violated, skipped);
}

std::string footer() {
  std::string text =
      "One line for each promise: its id, 'ok', 'violated' (with the ids that break it below, twenty at most) or "
      "'skip'\n"
      "(the provider's books are elsewhere); the last line counts them. What is settled by events may be violated for\n"
      "the moment that they take: ask with --patience while the shop is at work.\n"
      "Exit status: 0 all hold, 1 some are violated, 2 the stores can't be read.\n\n"
      "The promises:\n";
  for (const auto& invariant : reconcile::all_invariants()) {
    text += "  " + std::string(invariant.id) + std::string(5 - invariant.id.size(), ' ') +
            std::string(invariant.promise) + "\n";
  }
  return text;
}

/// Looks again for a while: events that are under way settle.
Result<std::vector<reconcile::Finding>> check(const Arguments& arguments) {
  const SystemClock clock;
  const auto give_up_at = std::chrono::steady_clock::now() + std::chrono::seconds(arguments.patience);
  for (;;) {
    auto findings = reconcile::check_all(arguments.folder, clock.now(), arguments.logs);
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
  print_summary(*findings);
  return reconcile::is_clean(*findings) ? 0 : kFailed;
}

}  // namespace

void add_reconcile(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("reconcile", "Checks what the shop promises about money, stock, baskets and events");
  command->footer(footer());
  auto arguments = std::make_shared<Arguments>();
  command->add_option("--data", arguments->folder, "Data folder of the shop, which may be running")
      ->capture_default_str();
  command
      ->add_option("--patience", arguments->patience,
                   "Seconds to let events settle before a promise counts as violated")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  command->add_option("--log", arguments->logs, "A log of the shop, to be searched for card numbers; may be repeated")
      ->type_name("FILE");
  command->callback([arguments, &exit_code] { exit_code = run(*arguments); });
}

}  // namespace ddd::ctl
