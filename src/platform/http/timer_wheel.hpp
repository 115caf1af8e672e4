#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace ddd::http {

/// Coarse time limits for many connections: one list per tick instead of one timer per operation. The owner calls
/// `tick` once a second. A limit of n seconds ends between n and n + 1 seconds after `arm`. Used on one shard only.
class TimerWheel {
  struct Link {
    Link* previous = this;
    Link* next = this;

    void insert_before(Link& other);
    void remove();
  };

 public:
  /// What has a time limit; at most one at a time.
  class Entry : private Link {
   public:
    Entry() = default;
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

   protected:
    ~Entry() { remove(); }
    /// Called by `tick` when the limit is over; the limit is then gone.
    virtual void on_timeout() = 0;

   private:
    friend class TimerWheel;
    std::uint64_t due_ = kNever;
    std::uint64_t visited_at_ = 0;  ///< the tick in whose list this is
  };

  /// Sets the entry's limit, in place of any earlier one. Most limits are moved long before they end, so a later limit
  /// leaves the entry in its list until that comes up: O(1), usually two stores.
  void arm(Entry& entry, std::chrono::seconds limit);
  void disarm(Entry& entry) { entry.due_ = kNever; }
  void tick();

 private:
  static constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();
  static constexpr std::size_t kLists = 128;

  void place(Entry& entry);

  std::uint64_t now_ = 0;
  std::array<Link, kLists> lists_;
};

}  // namespace ddd::http
