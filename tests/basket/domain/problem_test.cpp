#include <basket/support/values.hpp>
#include <gtest/gtest.h>

#include <ddd/basket/domain/problem.hpp>

namespace ddd::basket {
namespace {

using test::offer;
using test::usd;

const Item kLine{.id = {}, .product_id = ProductId(1), .quantity = 3, .unit_price = usd(1000), .created_at = {}};

TEST(Problems, are_none_while_the_line_can_be_bought_as_it_stands) {
  const auto now = offer(1, 1000, 3);
  EXPECT_TRUE(problems_of(kLine, &now).empty());
}

TEST(Problems, name_the_new_price_and_what_is_left) {
  const auto now = offer(1, 1200, 2);
  const auto problems = problems_of(kLine, &now);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0],
            (Problem{.code = ProblemCode::price_changed, .product_id = ProductId(1), .current_price = usd(1200)}));
  EXPECT_EQ(problems[1],
            (Problem{.code = ProblemCode::insufficient_stock, .product_id = ProductId(1), .available = 2}));
}

TEST(Problems, of_a_withdrawn_or_unknown_product_are_that_alone) {
  const std::vector<Problem> unavailable{{.code = ProblemCode::unavailable, .product_id = ProductId(1)}};
  auto withdrawn = offer(1, 1200, 0);
  withdrawn.is_active = false;
  EXPECT_EQ(problems_of(kLine, &withdrawn), unavailable);
  EXPECT_EQ(problems_of(kLine, nullptr), unavailable);
}

}  // namespace
}  // namespace ddd::basket
