#include <ctime>
#include <filesystem>
#include <fstream>
#include <limits>
#include <system_error>

#include <unistd.h>

#include <ddd/platform/metrics/process.hpp>

namespace ddd::metrics {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double resident_memory_bytes() {
  std::ifstream statm("/proc/self/statm");
  double total_pages = 0;
  double resident_pages = 0;
  if (!(statm >> total_pages >> resident_pages)) return kUnknown;
  return resident_pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double open_fds() {
  std::error_code error;
  std::filesystem::directory_iterator entry("/proc/self/fd", error);
  double count = 0;
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) ++count;
  // The walk itself holds one.
  return error ? kUnknown : count - 1;
}

double cpu_seconds() {
  std::timespec used{};
  if (::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0) return kUnknown;
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

double boot_time_seconds() {
  std::ifstream stat("/proc/stat");
  for (std::string line; std::getline(stat, line);) {
    if (line.starts_with("btime ")) return std::stod(line.substr(6));
  }
  return kUnknown;
}

double start_time_seconds() {
  std::ifstream stat("/proc/self/stat");
  std::string text;
  std::getline(stat, text);
  // The second field is the program's name in brackets, and may hold spaces and brackets of its own. The start is field
  // 22, in clock ticks since boot (proc(5)).
  std::size_t at = text.rfind(')');
  for (int field = 2; field < 22 && at != std::string::npos; ++field) at = text.find(' ', at + 1);
  if (at == std::string::npos) return kUnknown;
  return boot_time_seconds() + std::stod(text.substr(at + 1)) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

void add_process_metrics(Registry& registry) {
  registry.gauge_callback("process_resident_memory_bytes", "Resident memory size in bytes.", {}, resident_memory_bytes);
  registry.gauge_callback("process_open_fds", "Number of open file descriptors.", {}, open_fds);
  registry.counter_callback("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", {},
                            cpu_seconds);
  registry.gauge("process_start_time_seconds", "Start time of the process since the Unix epoch in seconds.")
      .set(start_time_seconds());
}

}  // namespace ddd::metrics
