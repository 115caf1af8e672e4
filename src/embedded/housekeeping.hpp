#pragma once

#include <vector>

#include <ddd/embedded/world.hpp>
#include <ddd/platform/lifecycle/periodic_job.hpp>

namespace ddd::embedded {

/// Jobs that take out of every context's file what is past its use after a week: published outbox rows, inbox rows and
/// answers kept for idempotent repeats. `world` outlives the jobs.
[[nodiscard]] std::vector<PeriodicJob> housekeeping(World& world);

}  // namespace ddd::embedded
