#pragma once

#include <ddd/platform/log/log.hpp>
#include <ddd/platform/metrics/registry.hpp>
#include <ddd/simulation/bus.hpp>
#include <ddd/simulation/network.hpp>
#include <ddd/simulation/provider.hpp>
#include <ddd/simulation/virtual_time.hpp>
#include <ddd/simulation/watch.hpp>
#include <ddd/simulation/wrappers.hpp>

namespace ddd::simulation {

/// What every run of a thread may share, since nothing of it decides anything.
struct Instruments {
  Log& log;
  metrics::Registry& metrics;
};

struct Services;

/// What the processes of a run live in, and what outlives them.
struct Surroundings {
  Instruments instruments;
  Scheduler& scheduler;
  const Faults& faults;
  Statistics& statistics;
  Network& network;
  SharedBus& bus;
  Provider& provider;
  Watch& watch;
  Stores& stores;
  const Wrappers& wrappers;
  const Services& services;
  std::uint64_t& opaque_tokens;
};

}  // namespace ddd::simulation
