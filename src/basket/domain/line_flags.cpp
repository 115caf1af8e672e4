#include <ddd/basket/domain/line_flags.hpp>

namespace ddd::basket {

LineFlags LineFlags::none(const BasketLine& line) {
  return LineFlags({.item_id = line.item.id,
                    .basket_id = line.basket_id,
                    .user_id = line.user_id,
                    .product_id = line.item.product_id});
}

void LineFlags::set(std::vector<Problem> problems) {
  if (problems == state_.problems) return;
  state_.problems = problems;
  events_.add(LineFlagged{std::move(problems)});
}

void LineFlags::mark_saved() {
  ++state_.version;
  events_.mark_stored();
  state_.event_sequence = events_.stored();
}

}  // namespace ddd::basket
