#pragma once

#include <chrono>

namespace ddd::api {

/// Whether a shard has more to do than it gets done, judged as CoDel does (RFC 8289): work may wait longer than the
/// target for a moment, as bursts make it, but when even the shortest wait of an interval was longer, the queue stands.
/// From then on new requests are refused, until something has waited less. Used on one shard.
class QueueWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  struct Options {
    std::chrono::milliseconds target{0};  ///< 0: never overloaded
    std::chrono::milliseconds interval{500};
  };
  explicit QueueWatch(Options options) : options_(options) {}

  /// Something waited for `wait` before its turn came, now.
  void observe(Time now, Duration wait) {
    if (options_.target.count() == 0) return;
    if (wait < options_.target) {
      overloaded_ = false;
      above_since_ = Time::max();
      return;
    }
    if (above_since_ == Time::max()) above_since_ = now;
    if (now - above_since_ >= options_.interval) overloaded_ = true;
  }

  [[nodiscard]] bool overloaded() const { return overloaded_; }

 private:
  Options options_;
  Time above_since_ = Time::max();
  bool overloaded_ = false;
};

}  // namespace ddd::api
