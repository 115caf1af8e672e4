// Prints who publishes and who consumes every event, as docs/events.md has it: the modules themselves are asked.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <contracts/event_catalogue.hpp>
#include <platform_ops/temp_folder.hpp>

#include <ddd/embedded/contexts.hpp>
#include <ddd/embedded/world.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/platform/messaging/read_back.hpp>
#include <ddd/platform/time/system_clock.hpp>
#include <ddd/runtime/shard_thread.hpp>

namespace {

using namespace ddd;

/// An event that says nothing of what its type promises: who has a use for the type refuses it, the others pass it
/// over.
Event empty_event(const test::EventContract& contract) {
  Event event{.id = EventId::restore("evt_00000000-0000-7000-8000-000000000000")};
  event.topic = contract.topic;
  event.key = "nobody";
  event.type = contract.type;
  event.subject = std::string(contract.key) + "/nobody";
  event.data = "{";
  return event;
}

std::vector<GroupSubscription> all_groups(embedded::Contexts& contexts) {
  std::vector<GroupSubscription> all;
  const auto add = [&all](std::vector<GroupSubscription> groups) {
    for (auto& each : groups) all.push_back(std::move(each));
  };
  add(contexts.user.module.group_subscriptions());
  add(contexts.product.module.group_subscriptions());
  add(contexts.basket.module.group_subscriptions());
  add(contexts.payment.module.group_subscriptions());
  return all;
}

Task<std::map<std::string, std::set<std::string>>> consumers(embedded::Contexts& contexts) {
  std::map<std::string, std::set<std::string>> consumers;
  for (const auto& group : all_groups(contexts)) {
    for (const auto& contract : test::event_catalogue()) {
      if (contract.topic != group.topic) continue;
      const auto event = empty_event(contract);
      const auto handled = co_await group.handle(context_of(event), event);
      if (!handled || *handled != Handled::ignored) consumers[std::string(contract.type)].insert(group.group);
    }
  }
  co_return consumers;
}

void print(const std::map<std::string, std::set<std::string>>& consumers) {
  std::string_view topic;
  for (const auto& contract : test::event_catalogue()) {
    if (contract.topic != topic) {
      topic = contract.topic;
      const auto context = std::string(topic.substr(0, topic.find('-')));
      std::printf(
          "%s### %s\nPublished by `/services/%s`, read back by `%s`.\n\n| type | subject | consumed by "
          "|\n|---|---|---|\n",
          topic == test::event_catalogue().front().topic ? "" : "\n", std::string(topic).c_str(), context.c_str(),
          OutboxReadBack::group_of(context).c_str());
    }
    std::string groups;
    if (const auto found = consumers.find(std::string(contract.type)); found != consumers.end()) {
      for (const auto& group : found->second) groups += (groups.empty() ? "`" : ", `") + group + "`";
    }
    std::printf("| `%s` | `%s/…` | %s |\n", std::string(contract.type).c_str(), std::string(contract.key).c_str(),
                groups.c_str());
  }
}

}  // namespace

int main() {
  const test::TempFolder folder;
  const SystemClock clock;
  Log log({.service = "event_matrix", .level = LogLevel::error}, clock);
  embedded::Config config;
  config.data.dir = (folder / "").string();
  ShardThread thread("matrix");
  auto world = embedded::World::open(config, log, clock);
  if (!world) {
    std::fprintf(stderr, "%s\n", world.error().message.c_str());
    return EXIT_FAILURE;
  }
  embedded::Contexts contexts(**world, thread.executor());
  thread.start();
  print(thread.run(consumers(contexts)));
  thread.stop();
  return EXIT_SUCCESS;
}
