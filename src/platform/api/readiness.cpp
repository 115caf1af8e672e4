#include <algorithm>
#include <exception>

#include <ddd/platform/api/readiness.hpp>

namespace ddd::api {

Readiness::Readiness(ShardExecutor executor, Sleeper& sleeper, std::vector<HealthCheck> checks, Options options)
    : sleeper_(sleeper), options_(options), probing_(executor, {}) {
  for (auto& check : checks) probes_.push_back({.check = std::move(check)});
}

void Readiness::start_due_probes() {
  const auto now = Clock::now();
  for (auto& probe : probes_) {
    // One that hangs is not started again: silence must not pile up.
    if (probe.running || (probe.last && now - probe.started < options_.cache_for)) continue;
    probe.running = true;
    probe.started = now;
    probing_.spawn("probe of " + probe.check.name, run(probe));
  }
}

bool Readiness::awaits_answers() const {
  const auto now = Clock::now();
  return std::ranges::any_of(
      probes_, [&](const Probe& probe) { return probe.running && now - probe.started < options_.probe_limit; });
}

Task<> Readiness::run(Probe& probe) {
  Dependency outcome{.name = probe.check.name};
  try {
    const auto result = co_await probe.check.probe();
    outcome.status = result ? Status::up : Status::down;
    if (!result) outcome.detail = result.error().message;
  } catch (const std::exception&) {
    outcome.status = Status::down;
    outcome.detail = "The check itself failed.";
  }
  outcome.latency = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - probe.started);
  probe.last = std::move(outcome);
  probe.running = false;
}

Task<Readiness::Report> Readiness::report() {
  constexpr std::chrono::milliseconds kPollInterval{2};
  start_due_probes();
  while (awaits_answers()) co_await sleeper_.sleep_for(kPollInterval);

  Report report{.ready = !draining_, .draining = draining_};
  for (const auto& probe : probes_) {
    if (probe.running || !probe.last) {
      report.dependencies.push_back({.name = probe.check.name,
                                     .status = Status::no_answer,
                                     .latency = options_.probe_limit,
                                     .detail = "No answer within the time limit."});
    } else {
      report.dependencies.push_back(*probe.last);
    }
    report.ready = report.ready && report.dependencies.back().status == Status::up;
  }
  co_return report;
}

}  // namespace ddd::api
