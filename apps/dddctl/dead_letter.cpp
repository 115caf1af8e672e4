#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"
#include "table.hpp"

#include <ddd/platform/embedded_bus/dead_letters.hpp>
#include <ddd/platform/time/system_clock.hpp>

namespace ddd::ctl {
namespace {

struct Arguments {
  std::string folder = "var";
  LetterFilter filter;
  bool all = false;
  bool dry_run = false;
  std::size_t limit = 100;
  std::string reason;

  [[nodiscard]] bool chooses() const {
    return all || !filter.numbers.empty() || filter.group || filter.type || filter.key;
  }
};

int fail(const Error& error) {
  std::fprintf(stderr, "dddctl: %s\n", error.message.c_str());
  return kFailed;
}

Result<DeadLetterBox> open(const Arguments& arguments) {
  return DeadLetterBox::open((std::filesystem::path(arguments.folder) / "bus.db").string());
}

void print(const std::vector<StoredLetter>& letters) {
  if (letters.empty()) return;
  const auto now = SystemClock().now();
  Table table({"NUMBER", "STATE", "AGE_S", "TRIES", "OVERTAKEN", "GROUP", "TYPE", "KEY", "ERROR"});
  for (const auto& each : letters) {
    const auto& letter = each.letter;
    table.add({std::to_string(each.number), std::string(to_text(each.state)), seconds_between(letter.failed_at, now),
               std::to_string(letter.attempts), std::to_string(each.overtaken_by), letter.group, letter.event.type,
               letter.event.key, letter.error_code});
  }
  table.print();
}

void print(const char* name, const std::string& value) {
  std::printf("%-12s %s\n", name, value.c_str());
}

void print_whole(const StoredLetter& each) {
  const auto& letter = each.letter;
  print("number", std::to_string(each.number));
  print("state", std::string(to_text(each.state)));
  print("group", letter.group);
  print("topic", letter.topic + " at " + std::to_string(letter.offset));
  print("type", letter.event.type);
  print("id", letter.event.id.to_text());
  print("subject", letter.event.subject + ", event " + std::to_string(letter.event.sequence));
  print("key", letter.event.key + ", overtaken by " + std::to_string(each.overtaken_by));
  print("time", to_rfc3339(letter.event.time));
  print("trace", letter.event.traceparent);
  print("cause", letter.event.causation_id);
  print("failed", to_rfc3339(letter.failed_at) + " after " + std::to_string(letter.attempts) + " tries");
  print("error", letter.error_code + ": " + letter.error_message);
  if (each.redriven_at) print("redriven", to_rfc3339(*each.redriven_at));
  if (each.discarded_at) print("discarded", to_rfc3339(*each.discarded_at) + ": " + each.discard_reason);
  print("data", letter.event.data);
}

int list(const Arguments& arguments) {
  auto box = open(arguments);
  if (!box) return fail(box.error());
  auto filter = arguments.filter;
  filter.settled = arguments.all;
  const auto letters = box->list(filter, arguments.limit);
  if (!letters) return fail(letters.error());
  print(*letters);
  std::fprintf(stderr, "%zu listed\n", letters->size());
  return 0;
}

int show(const Arguments& arguments) {
  auto box = open(arguments);
  if (!box) return fail(box.error());
  auto filter = arguments.filter;
  filter.settled = true;
  const auto letters = box->list(filter, filter.numbers.size());
  if (!letters) return fail(letters.error());
  for (const auto& each : *letters) {
    if (&each != &letters->front()) std::puts("");
    print_whole(each);
  }
  if (letters->size() == filter.numbers.size()) return 0;
  std::fputs("dddctl: not every number is that of a letter; 'dead-letter list --all' shows them.\n", stderr);
  return kFailed;
}

/// What `redrive` and `discard` have in common: `act` on what the arguments choose.
template <class Act>
int change(const Arguments& arguments, const char* done, Act act) {
  if (!arguments.chooses()) {
    std::fputs("dddctl: say which: numbers, --group, --type, --key or --all; --dry-run shows what would be done.\n",
               stderr);
    return kUsage;
  }
  auto box = open(arguments);
  if (!box) return fail(box.error());
  const auto letters = act(*box);
  if (!letters) return fail(letters.error());
  print(*letters);
  std::fprintf(stderr, "%zu %s%s\n", letters->size(), arguments.dry_run ? "would be " : "", done);
  return 0;
}

int redrive(const Arguments& arguments) {
  return change(arguments, "delivered again: by the shop that runs within a second, or by its next start",
                [&](DeadLetterBox& box) {
                  return box.redrive(arguments.filter, arguments.limit, SystemClock().now(), arguments.dry_run);
                });
}

int discard(const Arguments& arguments) {
  return change(arguments, "discarded", [&](DeadLetterBox& box) {
    return box.discard(arguments.filter, arguments.limit, arguments.reason, SystemClock().now(), arguments.dry_run);
  });
}

CLI::App* add(CLI::App& parent, const char* name, const char* what, const std::shared_ptr<Arguments>& arguments,
              int (*run)(const Arguments&), int& exit_code) {
  auto* command = parent.add_subcommand(name, what);
  command->add_option("--data", arguments->folder, "Data folder of the shop, which may be running")
      ->capture_default_str();
  command->callback([arguments, run, &exit_code] { exit_code = run(*arguments); });
  return command;
}

void add_filter(CLI::App& command, Arguments& arguments, const char* all) {
  command.add_option("--group", arguments.filter.group, "Only of this consumer group");
  command.add_option("--type", arguments.filter.type, "Only events of this type, such as ddd.payment.completed.v1");
  command.add_option("--key", arguments.filter.key, "Only events of this key, such as a payment's id");
  command.add_flag("--all", arguments.all, all);
  command.add_option("--limit", arguments.limit, "At most so many, the oldest first")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
}

void add_readers(CLI::App& letters, int& exit_code) {
  auto listed = std::make_shared<Arguments>();
  auto* command = add(letters, "list", "Lists those that wait for a decision", listed, &list, exit_code);
  add_filter(*command, *listed, "Also those that were redriven or discarded");
  command->footer("OVERTAKEN counts the later events of the same key that the group has handled since.");

  auto shown = std::make_shared<Arguments>();
  command = add(letters, "show", "Shows letters whole, the event's data included", shown, &show, exit_code);
  command->add_option("numbers", shown->filter.numbers, "As 'list' shows them")->required();
}

void add_changers(CLI::App& letters, int& exit_code) {
  auto redriven = std::make_shared<Arguments>();
  auto* command =
      add(letters, "redrive", "Has letters delivered again, each to its own group", redriven, &redrive, exit_code);
  command->footer(
      "They come before new events and in the order of their topic; an event that was applied meanwhile isn't applied\n"
      "again. A letter behind an older one of the same group and key is refused unless both are chosen. What fails\n"
      "again is a dead letter again.");

  auto discarded = std::make_shared<Arguments>();
  auto* other = add(letters, "discard", "Gives letters up; they are kept with the reason for thirty days", discarded,
                    &discard, exit_code);
  other->add_option("--reason", discarded->reason, "Why nothing has to be done, for the record")->required();

  for (auto& [each, arguments] : {std::pair{command, redriven}, std::pair{other, discarded}}) {
    each->add_option("numbers", arguments->filter.numbers, "As 'list' shows them");
    add_filter(*each, *arguments, "All that wait");
    each->add_flag("--dry-run", arguments->dry_run, "Shows which, changes nothing");
  }
}

}  // namespace

void add_dead_letter(CLI::App& app, int& exit_code) {
  auto* letters = app.add_subcommand("dead-letter", "Events that a consumer group gave up on");
  letters->require_subcommand(1);
  letters->footer(
      "An event that can't be read is set aside at once, one whose handler fails after five tries; a store or a\n"
      "neighbour that is away is waited for. The shop may be running or stopped. Exit status: 0 done, 1 not done,\n"
      "2 wrong command line.");
  add_readers(*letters, exit_code);
  add_changers(*letters, exit_code);
}

}  // namespace ddd::ctl
