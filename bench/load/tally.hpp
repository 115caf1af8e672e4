#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace ddd::bench {

using Moment = std::chrono::steady_clock::time_point;

/// When a closed-loop run counts: what ends between `from` and `until`. What was under way at `from` is counted, what
/// is under way at `until` is not, so that the rate has no bias.
struct Window {
  Moment from;
  Moment until;

  [[nodiscard]] static Window starting_now(std::chrono::milliseconds warm_up, std::chrono::milliseconds measured) {
    const auto from = std::chrono::steady_clock::now() + warm_up;
    return {from, from + measured};
  }
  [[nodiscard]] bool is_over() const { return std::chrono::steady_clock::now() >= until; }
};

/// What the clients of one run met with.
class Tally {
 public:
  explicit Tally(Window window) : window_(window) {}

  [[nodiscard]] const Window& window() const { return window_; }
  /// One success that took from `began` until now.
  void succeeded(Moment began);
  /// One answer that is not what the load asks for, by its status or reason.
  void failed(const std::string& reason) { ++failures_[reason]; }
  /// Something worth knowing that is no failure.
  void noticed(const std::string& what) { ++notices_[what]; }

  /// {"per_second":…,"count":…,"p50_ms":…,"p99_ms":…,"settled_ms":…,"generator_cpu":…,"failures":{…},"notices":{…}}.
  /// settled_ms is how long after the window the clients were done, and generator_cpu the share of one processor that
  /// this process took, which tells whether the generator was the limit.
  [[nodiscard]] std::string to_json();

 private:
  Window window_;
  std::vector<double> milliseconds_;
  std::map<std::string, std::int64_t> failures_;
  std::map<std::string, std::int64_t> notices_;
};

}  // namespace ddd::bench
