#include <algorithm>
#include <cstdint>

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <ddd/platform/async/thread_scheduling.hpp>

namespace ddd {
namespace {

/// The kernel's struct sched_attr (sched_setattr(2)), whose header doesn't go together with <pthread.h>.
struct Scheduling {
  std::uint32_t size = sizeof(Scheduling);
  std::uint32_t policy = 0;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime = 0;  ///< the slice in nanoseconds; 0: the usual one
  std::uint64_t deadline = 0;
  std::uint64_t period = 0;
};

void apply(Scheduling scheduling) {
  syscall(SYS_sched_setattr, 0, &scheduling, 0);
}

}  // namespace

void prefer_this_thread() {
  // As nice as whoever started the process wanted it to be.
  apply({.nice = getpriority(PRIO_PROCESS, 0), .runtime = 100'000});
}

void lower_this_thread() {
  constexpr int kNice = 10;
  apply({.nice = std::max(kNice, getpriority(PRIO_PROCESS, 0))});
}

}  // namespace ddd
