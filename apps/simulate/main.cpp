// Runs the deterministic simulation of the shop for as many seeds as one likes.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <exception>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <ddd/platform/time/system_clock.hpp>
#include <ddd/simulation/simulate.hpp>

namespace {

using ddd::simulation::Outcome;
using ddd::simulation::Plan;
using ddd::simulation::Statistics;

constexpr int kBroken = 1;
constexpr int kNotRun = 2;

struct Options {
  Plan plan;
  std::uint64_t seeds = 100;
  std::uint64_t first_seed = 1;
  std::uint64_t replay = 0;
  std::uint64_t twice_every = 50;
  bool quiet = false;
};

std::string arguments_of(const Plan& plan) {
  return fmt::format("--profile {} --buyers {} --rounds {} --products {}", plan.profile, plan.buyers, plan.rounds,
                     plan.products);
}

void print_violations(const Outcome& outcome, const Plan& plan) {
  fmt::print("seed {} breaks a promise ({})\n", outcome.seed, outcome.faults.to_text());
  for (const auto& violation : outcome.violations) {
    fmt::print("  {:<4} at {:.6f} s: {}\n", violation.promise, std::chrono::duration<double>(violation.at).count(),
               violation.what);
  }
  fmt::print("  see it again: ddd-simulate --replay {} {}\n", outcome.seed, arguments_of(plan));
}

/// Progress for people, once a second; nothing where nobody looks.
class Progress {
 public:
  explicit Progress(bool quiet) : quiet_(quiet) {}
  void tell(std::uint64_t done, std::uint64_t all, const Statistics& sum) {
    const auto now = std::chrono::steady_clock::now();
    if (quiet_ || now - last_ < std::chrono::seconds(1)) return;
    last_ = now;
    fmt::print(stderr, "{} of {} seeds, {} purchases, {} crashes\n", done, all, sum.purchases, sum.crashes);
  }

 private:
  bool quiet_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void print_summary(const Statistics& sum, std::uint64_t broken, double cpu) {
  fmt::print("{}", sum.to_text());
  fmt::print("CPU seconds {:.2f}: {:.0f} purchases, {:.0f} payments and {:.1f} seeds in each\n", cpu,
             static_cast<double>(sum.purchases) / cpu, static_cast<double>(sum.payments) / cpu,
             static_cast<double>(sum.runs) / cpu);
  fmt::print("{} seeds, {} broken\n", sum.runs, broken);
}

bool replays(const Outcome& outcome, const Plan& plan, ddd::simulation::Instruments instruments) {
  const auto again = simulate(outcome.seed, plan, instruments);
  if (again.trace == outcome.trace) return true;
  fmt::print("seed {} does not replay: trace {:016x}, then {:016x}\n", outcome.seed, outcome.trace, again.trace);
  return false;
}

int run_seeds(const Options& options, ddd::simulation::Instruments instruments) {
  Statistics sum;
  Progress progress(options.quiet);
  std::uint64_t broken = 0;
  double cpu = 0;
  for (std::uint64_t i = 0; i < options.seeds; ++i) {
    const auto before = cpu_seconds();
    const auto outcome = simulate(options.first_seed + i, options.plan, instruments);
    cpu += cpu_seconds() - before;
    sum.add(outcome.statistics);
    bool good = outcome.violations.empty();
    if (!good) print_violations(outcome, options.plan);
    if (options.twice_every > 0 && i % options.twice_every == 0)
      good = replays(outcome, options.plan, instruments) && good;
    if (!good) ++broken;
    progress.tell(i + 1, options.seeds, sum);
  }
  print_summary(sum, broken, cpu);
  return broken == 0 ? 0 : kBroken;
}

int replay(const Options& options, ddd::simulation::Instruments instruments) {
  const auto outcome = simulate(options.replay, options.plan, instruments);
  fmt::print("seed {}, trace {:016x}\n{}\n{}", outcome.seed, outcome.trace, outcome.faults.to_text(),
             outcome.statistics.to_text());
  if (!outcome.violations.empty()) print_violations(outcome, options.plan);
  const bool same = replays(outcome, options.plan, instruments);
  return outcome.violations.empty() && same ? 0 : kBroken;
}

void declare(CLI::App& app, Options& options) {
  app.add_option("--seeds", options.seeds, "How many seeds to run.")->capture_default_str();
  app.add_option("--first-seed", options.first_seed, "The first of them.")->capture_default_str();
  app.add_option("--replay", options.replay, "Runs this one seed, twice, and tells more.");
  app.add_option("--profile", options.plan.profile, "What goes wrong.")
      ->check(CLI::IsMember(ddd::simulation::Faults::profiles()))
      ->capture_default_str();
  app.add_option("--buyers", options.plan.buyers, "People who shop at once.")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--rounds", options.plan.rounds, "How often each goes around the shop.")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--products", options.plan.products, "Products on sale.")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--twice-every", options.twice_every, "Runs every n-th seed twice and compares; 0: none.")
      ->capture_default_str();
  app.add_flag("--quiet", options.quiet, "No progress on standard error.");
  app.footer("Ends with 0 when every promise was kept and every seed replayed, else with 1.");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("ddd-simulate: the whole shop in one thread and virtual time, with everything going wrong.",
               "ddd-simulate");
  Options options;
  declare(app, options);
  CLI11_PARSE(app, argc, argv);
  try {
    const ddd::SystemClock clock;
    // What the contexts log would fill the disk, and is told better by a broken promise.
    const auto log = ddd::Log::to_file("/dev/null", {.service = "simulate", .level = ddd::LogLevel::error}, clock);
    if (!log) throw std::runtime_error(log.error());
    ddd::metrics::Registry metrics;
    const ddd::simulation::Instruments instruments{**log, metrics};
    return app.count("--replay") > 0 ? replay(options, instruments) : run_seeds(options, instruments);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "ddd-simulate: {}\n", failure.what());
    return kNotRun;
  }
}
