#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"
#include "table.hpp"

#include <ddd/basket/adapters/storage/sqlite/migrations.hpp>
#include <ddd/payment/adapters/storage/sqlite/migrations.hpp>
#include <ddd/platform/sqlite/existing_file.hpp>
#include <ddd/platform/sqlite/outbox_report.hpp>
#include <ddd/platform/time/system_clock.hpp>
#include <ddd/product/adapters/storage/sqlite/migrations.hpp>
#include <ddd/user/adapters/storage/sqlite/migrations.hpp>

namespace ddd::ctl {
namespace {

struct Arguments {
  std::string folder = "var";
  std::string context;
  std::size_t limit = 50;
};

struct Context {
  const char* name;
  std::vector<sqlite::Migration> (*migrations)();
};
constexpr std::array kContexts{
    Context{"user", &user::sqlite_migrations}, Context{"product", &product::sqlite_migrations},
    Context{"basket", &basket::sqlite_migrations}, Context{"payment", &payment::sqlite_migrations}};

struct Waiting {
  std::vector<sqlite::WaitingEvent> events;
  std::size_t count = 0;
};

Result<Waiting> waiting_of(const Context& context, const Arguments& arguments) {
  const auto file = std::filesystem::path(arguments.folder) / (std::string(context.name) + ".db");
  DDD_TRY(const auto connection, sqlite::open_existing(file.string(), sqlite::Connection::Mode::read_only,
                                                       context.migrations().back().version));
  try {
    return Waiting{sqlite::waiting_events(*connection, arguments.limit), sqlite::count_waiting_events(*connection)};
  } catch (const sqlite::Failure& failure) {
    return Refused(sqlite::cannot_open(file.string(), failure));
  }
}

int list(const Arguments& arguments) {
  Table table({"AGE_S", "CONTEXT", "STATE", "SENT_AGAIN", "TYPE", "KEY", "ID"});
  const auto now = SystemClock().now();
  std::size_t count = 0;
  for (const auto& context : kContexts) {
    if (!arguments.context.empty() && arguments.context != context.name) continue;
    const auto waiting = waiting_of(context, arguments);
    if (!waiting) {
      std::fprintf(stderr, "dddctl: %s\n", waiting.error().message.c_str());
      return kFailed;
    }
    count += waiting->count;
    for (const auto& event : waiting->events) {
      table.add({seconds_between(event.time, now), context.name, event.published_at ? "unobserved" : "unpublished",
                 std::to_string(event.republished), event.type, event.key, event.id});
    }
  }
  if (!table.empty()) table.print();
  std::fprintf(stderr, "%zu waiting\n", count);
  return 0;
}

}  // namespace

void add_outbox(CLI::App& app, int& exit_code) {
  auto* outbox = app.add_subcommand("outbox", "Events on their way from a context's file to the bus and back");
  outbox->require_subcommand(1);
  auto* command = outbox->add_subcommand("list", "Lists the events that wait, the oldest of each context first");
  command->footer(
      "An event is unpublished until the relay has put it on the bus, and unobserved until its context has read it\n"
      "back from there. A shop that runs needs about a second for both; one that was stopped may leave some for its\n"
      "next start. Rows that stay: docs/runbook.md. The number of all goes to standard error.\n"
      "Exit status: 0 listed, 1 the files can't be read.");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("--data", arguments->folder, "Data folder of the shop, which may be running")
      ->capture_default_str();
  command->add_option("--context", arguments->context, "Only this one")
      ->check(CLI::IsMember({"user", "product", "basket", "payment"}));
  command->add_option("--limit", arguments->limit, "At most so many of each context")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command->callback([arguments, &exit_code] { exit_code = list(*arguments); });
}

}  // namespace ddd::ctl
