#pragma once

#include <map>
#include <string>
#include <vector>

#include <ddd/embedded/world.hpp>
#include <ddd/platform/lifecycle/periodic_job.hpp>

namespace ddd::embedded {

/// The consumer groups of each topic.
using ConsumerGroups = std::map<std::string, std::vector<std::string>>;

/// Jobs that take out of every file what is past its use. Of a context: outbox rows 7 days after they were read back,
/// inbox rows after 7 days, answers kept for idempotent repeats after 30. Of the bus: events after 7 days (those of
/// payments after 30) that each of `groups` is done with, dead letters after 30. `world` outlives the jobs.
[[nodiscard]] std::vector<PeriodicJob> housekeeping(World& world, const ConsumerGroups& groups);

}  // namespace ddd::embedded
