#include <iterator>

#include <fmt/format.h>

#include <ddd/simulation/statistics.hpp>

namespace ddd::simulation {
namespace {

constexpr std::pair<std::string_view, std::uint64_t Statistics::*> kCounters[] = {
    {"runs", &Statistics::runs},
    {"steps", &Statistics::steps},
    {"virtual seconds", &Statistics::virtual_seconds},
    {"requests", &Statistics::requests},
    {"payments begun", &Statistics::payments},
    {"purchases", &Statistics::purchases},
    {"durable writes", &Statistics::writes},
    {"processes crashed", &Statistics::crashes},
    {"clocks set", &Statistics::clock_steps},
    {"requests lost", &Statistics::requests_lost},
    {"answers lost", &Statistics::answers_lost},
    {"requests repeated", &Statistics::requests_repeated},
    {"messages too late", &Statistics::messages_late},
    {"store or bus away", &Statistics::stores_away},
    {"provider without a clear answer", &Statistics::provider_unclear},
    {"provider with a recorded 500", &Statistics::provider_recorded_500},
    {"webhooks lost", &Statistics::webhooks_lost},
    {"webhooks repeated", &Statistics::webhooks_repeated},
    {"events repeated", &Statistics::events_repeated},
};

}  // namespace

void Statistics::add(const Statistics& other) {
  for (const auto& [name, counter] : kCounters) this->*counter += other.*counter;
  for (const auto& [edge, visits] : other.edges) edges[edge] += visits;
}

std::string Statistics::to_text() const {
  fmt::memory_buffer out;
  for (const auto& [name, counter] : kCounters) {
    fmt::format_to(std::back_inserter(out), "{:<34}{:>12}\n", name, this->*counter);
  }
  fmt::format_to(std::back_inserter(out), "transitions of payments\n");
  for (const auto& [edge, visits] : edges) {
    const auto text = fmt::format("  {} > {}", payment::to_text(edge.first), payment::to_text(edge.second));
    fmt::format_to(std::back_inserter(out), "{:<34}{:>12}\n", text, visits);
  }
  return fmt::to_string(out);
}

}  // namespace ddd::simulation
