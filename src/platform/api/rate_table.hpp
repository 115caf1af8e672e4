#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace ddd::api {

/// A token bucket for each of many keys, in memory that never grows. A bucket holds `quota` tokens and is filled again
/// within `window` (the generic cell rate algorithm: one time per key). Where more keys are busy at once than there is
/// room for, those whose buckets are the fullest are forgotten, which makes them full. Thread-safe.
class RateTable {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::nanoseconds;

  struct Rate {
    std::int64_t quota = 1;  ///< at least 1
    Duration window{1};      ///< at least a nanosecond for each of the quota
  };
  struct Taken {
    bool admitted = false;
    std::int64_t remaining = 0;
    Duration full_in{0};   ///< until the bucket is full
    Duration retry_in{0};  ///< until the next token; zero when there is one
  };

  /// Has room for eight times `sets` keys.
  explicit RateTable(Rate rate, std::size_t sets = 4096);

  /// Takes a token of `key`, which is a hash: keys that are equal share a bucket.
  [[nodiscard]] Taken take(std::uint64_t key, Time now);

 private:
  static constexpr std::size_t kWays = 8;
  static constexpr std::size_t kLocks = 64;

  struct Bucket {
    std::uint64_t key = 0;
    /// When the bucket is full again: the theoretical arrival time, in nanoseconds. In the past: it is full.
    std::int64_t full_at = 0;
  };
  using Set = std::array<Bucket, kWays>;

  [[nodiscard]] static Bucket& bucket_of(Set& set, std::uint64_t key);

  Rate rate_;
  Duration each_;
  std::vector<Set> sets_;
  std::array<std::mutex, kLocks> locks_;
};

}  // namespace ddd::api
