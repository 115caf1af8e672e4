#include <basket/support/values.hpp>
#include <gtest/gtest.h>

#include <ddd/basket/domain/line_flags.hpp>

namespace ddd::basket {
namespace {

using test::usd;

class FlagsOfALine : public testing::Test {
 protected:
  static Problem price(std::int64_t cents) {
    return {.code = ProblemCode::price_changed, .product_id = ProductId(1), .current_price = usd(cents)};
  }

  test::CountingIds ids;
  BasketLine line{
      .basket_id = ids.make<BasketId>(),
      .user_id = UserId(7),
      .item = {.id = ids.make<ItemId>(), .product_id = ProductId(1), .quantity = 2, .unit_price = usd(500)}};
  LineFlags flags = LineFlags::none(line);
};

TEST_F(FlagsOfALine, tell_of_problems_that_are_new) {
  flags.set({price(600)});
  ASSERT_EQ(flags.events().pending().size(), 1u);
  EXPECT_EQ(flags.events().pending()[0].problems, std::vector{price(600)});
  flags.mark_saved();
  EXPECT_EQ(flags.version(), 1);
  flags.set({price(700)});
  EXPECT_EQ(flags.events().pending().size(), 1u) << "the same problem at another price is news";
}

TEST_F(FlagsOfALine, tell_nothing_twice) {
  flags.set({});
  EXPECT_FALSE(flags.has_changes()) << "no problem is what everybody assumes";
  flags.set({price(600)});
  flags.mark_saved();
  flags.set({price(600)});
  EXPECT_FALSE(flags.has_changes());
}

TEST_F(FlagsOfALine, tell_when_the_problems_are_over) {
  flags.set({price(600)});
  flags.mark_saved();
  flags.set({});
  ASSERT_TRUE(flags.has_changes());
  EXPECT_TRUE(flags.events().pending()[0].problems.empty());
}

}  // namespace
}  // namespace ddd::basket
