#include <gtest/gtest.h>
#include <payment/support/till.hpp>

#include <ddd/platform/async/when_all.hpp>

namespace ddd::payment {
namespace {

using test::Fault;

StoredAnswer render_method(const PaymentMethod& method) {
  return {.body = method.id.to_text()};
}

class KeepingMethods : public testing::Test, protected test::Till {
 protected:
  Result<PaymentMethod> add(std::string token = "pm_card_visa", bool as_default = false) {
    return run(application->commands.add_payment_method.handle(
        ada, AddPaymentMethod{.token = std::move(token), .as_default = as_default}));
  }
  Result<PaymentMethod> change(const CallContext& call, ChangePaymentMethod command) {
    return run(application->commands.change_payment_method.handle(call, std::move(command)));
  }
  std::vector<PaymentMethod> list(const CallContext& call) {
    return run(application->queries.list_payment_methods.handle(call, ListPaymentMethods{})).value();
  }
  Task<> add_into(Result<PaymentMethod>& answer) {
    answer = co_await application->commands.add_payment_method.handle(ada, AddPaymentMethod{.token = "pm_card_visa"});
  }
};

TEST_F(KeepingMethods, keeps_what_the_provider_says_of_the_card) {
  const auto method = add();
  ASSERT_TRUE(method);
  EXPECT_EQ(method->card, test::visa());
  EXPECT_EQ(method->token, "pm_card_visa");
  EXPECT_TRUE(method->is_default);
  EXPECT_EQ(list(ada), std::vector{*method});
  EXPECT_EQ(told(), std::vector<std::string>{"ddd.payment.method_added.v1"});
}

TEST_F(KeepingMethods, takes_no_card_number_and_no_method_that_the_provider_does_not_know) {
  for (const std::string token : {"4242424242424242", "pm_4242 4242", "", "tok_visa"}) {
    const auto refused = add(token);
    ASSERT_FALSE(refused) << token;
    EXPECT_EQ(refused.error().violations.at(0).pointer, "/token");
  }
  EXPECT_EQ(add("pm_unknown").error().code, "payment_method.unknown");
  provider.fail_next("card_of", Fault::not_executed);
  EXPECT_EQ(add().error().code, "payment.provider_unavailable");
  EXPECT_TRUE(store.wallets.empty());
}

TEST_F(KeepingMethods, shows_the_default_first_and_the_others_in_order) {
  for (const std::string token : {"pm_a", "pm_b", "pm_c"}) ASSERT_TRUE(add(token));
  ASSERT_TRUE(add("pm_d", true));
  std::vector<std::string> tokens;
  for (const auto& method : list(ada)) tokens.push_back(method.token);
  EXPECT_EQ(tokens, (std::vector<std::string>{"pm_d", "pm_a", "pm_b", "pm_c"}));
}

TEST_F(KeepingMethods, changes_the_default_by_naming_another) {
  const auto first = *add("pm_a");
  const auto second = *add("pm_b");
  const auto refused = change(ada, {.id = first.id, .make_default = false, .active = {}});
  EXPECT_EQ(refused.error().violations.at(0).pointer, "/is_default");
  EXPECT_TRUE(change(ada, {.id = second.id, .make_default = true, .active = {}})->is_default);
  EXPECT_EQ(list(ada)[0].id, second.id);
  EXPECT_TRUE(change(ada, {.id = first.id, .make_default = false, .active = {}}));
}

TEST_F(KeepingMethods, switches_a_method_off_and_on_and_forgets_it) {
  const auto first = *add("pm_a");
  const auto second = *add("pm_b");
  EXPECT_FALSE(change(ada, {.id = first.id, .make_default = {}, .active = false})->is_active);
  EXPECT_EQ(list(ada)[0].id, second.id);
  EXPECT_EQ(change(ada, {.id = first.id, .make_default = true, .active = {}}).error().code, "payment_method.inactive");
  EXPECT_TRUE(change(ada, {.id = first.id, .make_default = true, .active = true})->is_default);
  EXPECT_EQ(change(ada, {.id = first.id, .make_default = {}, .active = {}, .remove = true})->token, "pm_a");
  EXPECT_EQ(list(ada).size(), 1u);
  EXPECT_TRUE(list(ada)[0].is_default);
}

TEST_F(KeepingMethods, keeps_users_apart) {
  const auto mine = *add();
  EXPECT_TRUE(list(bob).empty());
  for (const bool remove : {true, false}) {
    const auto refused = change(bob, {.id = mine.id, .make_default = {}, .active = false, .remove = remove});
    EXPECT_EQ(refused.error().code, "payment_method.not_found");
  }
  const CallContext nobody;
  EXPECT_EQ(change(nobody, {.id = mine.id, .make_default = {}, .active = {}}).error().code, "auth.required");
  EXPECT_TRUE(list(ada)[0].is_active);
}

TEST_F(KeepingMethods, side_by_side_loses_none_and_keeps_one_default) {
  std::vector<Result<PaymentMethod>> answers(10);
  std::vector<Task<>> tasks;
  for (auto& answer : answers) tasks.push_back(add_into(answer));
  ddd::test::await(context, when_all(std::move(tasks)));
  for (const auto& answer : answers) EXPECT_TRUE(answer);
  const auto methods = list(ada);
  EXPECT_EQ(methods.size(), 10u);
  EXPECT_EQ(std::ranges::count_if(methods, &PaymentMethod::is_default), 1);
}

TEST_F(KeepingMethods, stores_the_answer_for_a_repeat_under_the_same_key) {
  const auto call = test::under_key(ada);
  const AddPaymentMethod command{.token = "pm_card_visa", .render = &render_method};
  const auto method = run(application->commands.add_payment_method.handle(call, command));
  EXPECT_EQ(answer_of()->body, method->id.to_text());
  EXPECT_EQ(run(application->commands.add_payment_method.handle(call, command)).error().code,
            store_errors::kDuplicateKey);
  EXPECT_EQ(list(ada).size(), 1u);
}

}  // namespace
}  // namespace ddd::payment
