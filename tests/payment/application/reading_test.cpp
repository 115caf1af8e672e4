#include <gtest/gtest.h>
#include <payment/support/till.hpp>

namespace ddd::payment {
namespace {

class ReadingPayments : public testing::Test, protected test::Till {
 protected:
  ReadingPayments() : id(buy()->view.payment.id) {}

  Result<PaymentView> get(const CallContext& call, PaymentId wanted) {
    return run(application->queries.get_payment.handle(call, GetPayment{std::move(wanted)}));
  }
  Result<TransitionPage> story(const CallContext& call, std::size_t limit = 20,
                               std::optional<std::int64_t> after = {}) {
    return run(application->queries.list_transitions.handle(call, ListTransitions{id, limit, after}));
  }
  Result<PaymentPage> list(const CallContext& call, PaymentFilter filter = {}) {
    return run(
        application->queries.list_payments.handle(call, PaymentListing{.filter = std::move(filter), .after = {}}));
  }

  PaymentId id;
};

TEST_F(ReadingPayments, is_for_the_owner_and_administrators) {
  EXPECT_EQ(test::as_text(get(ada, id)->payment), test::as_text(stored()));
  EXPECT_TRUE(get(admin, id));
  EXPECT_EQ(get(bob, id).error(), get(bob, test::payment_id(99)).error());
  EXPECT_EQ(get(bob, id).error().code, "payment.not_found");
  EXPECT_EQ(get(CallContext{}, id).error().code, "auth.required");
}

TEST_F(ReadingPayments, tells_the_whole_story_in_pages) {
  const auto page = story(ada, 5);
  ASSERT_EQ(page->items.size(), 5u);
  EXPECT_EQ(page->next, 5);
  const auto rest = story(admin, 5, page->next);
  EXPECT_EQ(rest->items.back().to, PaymentState::completed);
  EXPECT_FALSE(rest->next);
  EXPECT_EQ(story(bob).error().code, "payment.not_found");
  EXPECT_EQ(story(CallContext{}).error().code, "auth.required");
}

TEST_F(ReadingPayments, lists_ones_own_whatever_the_filter_says_unless_an_administrator_asks) {
  ASSERT_TRUE(create(bob, {.product_id = ProductId(1), .quantity = 1}));
  EXPECT_EQ(list(ada)->items.size(), 1u);
  EXPECT_EQ(list(bob, {.user_id = UserId(7)})->items.at(0).payment.user_id, UserId(8));
  EXPECT_EQ(list(admin)->items.size(), 2u);
  EXPECT_EQ(list(admin, {.user_id = UserId(7)})->items.size(), 1u);
  EXPECT_EQ(list(CallContext{}).error().code, "auth.required");
}

}  // namespace
}  // namespace ddd::payment
