#include "tally.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>
#include <sys/resource.h>

namespace ddd::bench {
namespace {

double percentile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// The names are statuses and words of ours: nothing that needs escaping.
std::string object_of(const std::map<std::string, std::int64_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += fmt::format("{}\"{}\":{}", text.empty() ? "" : ",", name, count);
  return "{" + text + "}";
}

}  // namespace

void Tally::succeeded(Moment began) {
  const auto now = std::chrono::steady_clock::now();
  if (now < window_.from || now > window_.until) return;
  milliseconds_.push_back(std::chrono::duration<double, std::milli>(now - began).count());
}

std::string Tally::to_json() {
  std::ranges::sort(milliseconds_);
  const auto measured = std::chrono::duration<double>(window_.until - window_.from).count();
  const auto now = std::chrono::steady_clock::now();
  const auto running = std::chrono::duration<double>(now - window_.from).count();
  const auto settled = std::chrono::duration<double, std::milli>(now - window_.until).count();
  return fmt::format(
      R"({{"per_second":{:.2f},"count":{},"p50_ms":{:.3f},"p99_ms":{:.3f},"settled_ms":{:.1f},"generator_cpu":{:.3f},"failures":{},"notices":{}}})",
      static_cast<double>(milliseconds_.size()) / measured, milliseconds_.size(), percentile(milliseconds_, 0.50),
      percentile(milliseconds_, 0.99), settled, cpu_seconds() / running, object_of(failures_), object_of(notices_));
}

}  // namespace ddd::bench
