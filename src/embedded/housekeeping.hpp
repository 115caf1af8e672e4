#pragma once

#include <vector>

#include <ddd/embedded/world.hpp>
#include <ddd/platform/lifecycle/periodic_job.hpp>

namespace ddd::embedded {

/// Jobs that take out of every context's file what is past its use: published outbox rows and inbox rows after 7 days,
/// answers kept for idempotent repeats after 30. `world` outlives the jobs.
[[nodiscard]] std::vector<PeriodicJob> housekeeping(World& world);

}  // namespace ddd::embedded
