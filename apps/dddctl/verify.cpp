#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "commands.hpp"
#include "temporary_folder.hpp"
#include "verify/run.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace ddd::ctl {
namespace {

struct Arguments {
  int seconds = 20;
  int clients = 8;
  int crashes = 3;
  std::uint64_t seed = 1;
  std::string folder;
  std::string binary;
};

/// Beside this program, as it is installed or as it is built.
std::filesystem::path find_binary() {
  std::error_code ignored;
  const auto own = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const auto& place : {own / "ddd-micro", own.parent_path() / "ddd-micro" / "ddd-micro"}) {
    if (std::filesystem::is_regular_file(place, ignored)) return place;
  }
  return {};
}

/// The whole run on this thread: it forks.
Result<RunReport> run_here(Run& run, boost::asio::io_context& context) {
  Result<RunReport> report = Refused(Error{.message = "The run did not end."});
  boost::asio::co_spawn(context, run.go(), [&](const std::exception_ptr& failure, Result<RunReport> ended) {
    if (failure) std::rethrow_exception(failure);
    report = std::move(ended);
  });
  context.run();
  return report;
}

void print(const RunReport& report) {
  std::printf("operations  %lld\n", static_cast<long long>(report.operations));
  for (const auto& [what, times] : report.counts) {
    std::printf("            %6lld %s\n", static_cast<long long>(times), what.c_str());
  }
  std::printf("faults      %d SIGKILL\n", report.kills);
  for (const auto& each : report.settled) {
    std::printf("%-11s %s: ", std::string(each.id).c_str(), std::string(each.what).c_str());
    if (each.took) std::printf("after %.1f s\n", static_cast<double>(each.took->count()) / 1000);
    if (!each.took) std::printf("violated, not within %lld s\n", static_cast<long long>(each.limit.count()));
  }
  std::size_t broken = 0;
  for (const auto& finding : report.findings) {
    if (finding.broken_count == 0) continue;
    ++broken;
    std::printf("%-11s violated, %s\n", std::string(finding.invariant->id).c_str(),
                std::string(finding.invariant->promise).c_str());
    for (const auto& id : finding.broken) std::printf("            %s\n", id.c_str());
  }
  std::printf("reconcile   %zu ok, %zu violated\n", report.findings.size() - broken, broken);
  for (const auto& violation : report.violations) {
    std::printf("%-11s violated, %s\n", std::string(violation.id).c_str(), violation.what.c_str());
  }
  std::printf("history     %zu violated\n", report.violations.size());
}

int judge(const Arguments& arguments, const std::filesystem::path& folder, bool& keep) {
  boost::asio::io_context context(1);
  Run run({.binary = arguments.binary.empty() ? find_binary() : std::filesystem::path(arguments.binary),
           .folder = folder,
           .load = std::chrono::seconds(arguments.seconds),
           .clients = arguments.clients,
           .crashes = arguments.crashes,
           .seed = arguments.seed},
          context.get_executor());
  const auto report = run_here(run, context);
  keep = keep || !report || !report->is_clean();
  if (!report) {
    std::fprintf(stderr, "dddctl: %s\n", report.error().message.c_str());
    return kUsage;
  }
  print(*report);
  if (keep) std::printf("kept        %s\n", folder.string().c_str());
  std::puts(report->is_clean() ? "clean" : "VIOLATED");
  return report->is_clean() ? 0 : kFailed;
}

int verify(const Arguments& arguments) {
  if (arguments.binary.empty() && find_binary().empty()) {
    std::fputs("dddctl: there is no ddd-micro beside this program; name it with --binary.\n", stderr);
    return kUsage;
  }
  bool keep = !arguments.folder.empty();
  if (keep) {
    std::error_code error;
    std::filesystem::create_directories(arguments.folder, error);
    if (error || !std::filesystem::is_empty(arguments.folder, error)) {
      std::fprintf(stderr, "dddctl: %s is not an empty folder.\n", arguments.folder.c_str());
      return kUsage;
    }
    return judge(arguments, arguments.folder, keep);
  }
  TemporaryFolder folder;
  const int code = judge(arguments, folder.path(), keep);
  if (keep) folder.keep();
  return code;
}

}  // namespace

void add_verify(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("verify", "Lets many clients loose on a shop that is killed now and then, and judges");
  command->footer(
      "Starts the ddd-micro beside this program on a folder and ports of its own; no running shop is touched. Clients\n"
      "fill baskets, pay (some cards are declined, some buyers click twice) and look; the process is killed at times\n"
      "that the seed decides and started again. What has no sure answer is sent again under the same key. At the end\n"
      "everything has to come to rest (L1 to L4), 'reconcile' has to hold, and the history of all answers must not\n"
      "contradict the books: M3, M13, B1, B2, B5, S1, S3; no answer may be a defect (H1), no process end by itself "
      "(H2).\n"
      "Requests and answers are in history.jsonl, the shop's log in shop.log, its data in data/, in the folder that "
      "is\n"
      "kept when anything is violated.\n"
      "Exit status: 0 clean, 1 something is violated, 2 the run could not be made.");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("--seconds", arguments->seconds, "How long clients are at work")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  command->add_option("--clients", arguments->clients, "How many")->check(CLI::Range(1, 500))->capture_default_str();
  command->add_option("--crashes", arguments->crashes, "How often the process is killed")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "Decides what clients do and when the process is killed")
      ->capture_default_str();
  command->add_option("--data", arguments->folder, "Keep everything in this new folder; a temporary one otherwise");
  command->add_option("--binary", arguments->binary, "The ddd-micro to start");
  command->callback([arguments, &exit_code] { exit_code = verify(*arguments); });
}

}  // namespace ddd::ctl
