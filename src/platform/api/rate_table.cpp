#include <algorithm>

#include <ddd/platform/api/rate_table.hpp>

namespace ddd::api {

RateTable::RateTable(Rate rate, std::size_t sets) : rate_(rate), each_(rate.window / rate.quota), sets_(sets) {}

RateTable::Bucket& RateTable::bucket_of(Set& set, std::uint64_t key) {
  const auto known = std::ranges::find(set, key, &Bucket::key);
  if (known != set.end()) return *known;
  auto& fullest = *std::ranges::min_element(set, {}, &Bucket::full_at);
  fullest = {.key = key, .full_at = 0};
  return fullest;
}

RateTable::Taken RateTable::take(std::uint64_t key, Time now) {
  const auto place = key % sets_.size();
  const std::lock_guard lock(locks_[place % kLocks]);
  auto& bucket = bucket_of(sets_[place], key);
  const auto at = Duration(now.time_since_epoch()).count();
  const auto begin = std::max(bucket.full_at, at);
  const auto end = begin + each_.count();
  const auto depth = each_.count() * rate_.quota;
  Taken taken{.admitted = end - at <= depth};
  if (taken.admitted) bucket.full_at = end;
  taken.full_in = Duration(std::max<std::int64_t>(bucket.full_at - at, 0));
  taken.remaining = (depth - taken.full_in.count()) / each_.count();
  if (taken.remaining == 0) taken.retry_in = taken.full_in - Duration(depth - each_.count());
  return taken;
}

}  // namespace ddd::api
