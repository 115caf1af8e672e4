#pragma once

#include <cstdint>
#include <vector>

#include <ddd/basket/domain/item.hpp>
#include <ddd/basket/domain/problem.hpp>
#include <ddd/kernel/event_log.hpp>

namespace ddd::basket {

/// A line, and whose it is.
struct BasketLine {
  BasketId basket_id;
  UserId user_id;
  Item item;
};

/// What stands between a line and its purchase has changed. None: nothing does any more.
struct LineFlagged {
  std::vector<Problem> problems;
};

/// The problems of one line as they were last told. An aggregate of its own: a basket's version says what its user
/// wants to buy, and one version is paid once, so a price that changes must not make another version.
class LineFlags {
 public:
  struct Snapshot {
    ItemId item_id;
    BasketId basket_id;
    UserId user_id;
    ProductId product_id;
    std::vector<Problem> problems;
    std::int64_t version = 0;
    std::int64_t event_sequence = 0;
  };

  /// Of a line of which nothing was told yet.
  [[nodiscard]] static LineFlags none(const BasketLine& line);
  [[nodiscard]] static LineFlags restore(Snapshot snapshot) { return LineFlags(std::move(snapshot)); }

  /// These are the problems now. Without a difference nothing happens.
  void set(std::vector<Problem> problems);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] const ItemId& id() const { return state_.item_id; }
  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<LineFlagged>& events() const { return events_; }
  [[nodiscard]] bool has_changes() const { return !events_.pending().empty(); }

  void mark_saved();

 private:
  explicit LineFlags(Snapshot snapshot) : state_(std::move(snapshot)), events_(state_.event_sequence) {}

  Snapshot state_;
  EventLog<LineFlagged> events_;
};

}  // namespace ddd::basket
