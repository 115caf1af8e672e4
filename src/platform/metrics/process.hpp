#pragma once

#include <ddd/platform/metrics/registry.hpp>

namespace ddd::metrics {

/// Adds what Prometheus expects of every process, read from /proc at each exposition: process_resident_memory_bytes,
/// process_open_fds, process_cpu_seconds_total, process_start_time_seconds. A value that can't be read is NaN. Once per
/// registry.
void add_process_metrics(Registry& registry);

}  // namespace ddd::metrics
