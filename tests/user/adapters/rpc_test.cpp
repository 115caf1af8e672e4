#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/rpc_call.hpp>
#include <user/adapters/module_over_memory.hpp>

#include <ddd/user/v1/user.pb.h>

namespace ddd::user {
namespace {

using ddd::test::call_method;
using testing::ElementsAre;

/// What the user context offers to other services over gRPC.
class UserCallsBetweenServices : public testing::Test {
 protected:
  Result<v1::ValidateUsersResponse> validate(const v1::ValidateUsersRequest& request,
                                             const std::string& caller = "payment-service") {
    CallContext call;
    call.service = caller;
    return call_method<v1::ValidateUsersResponse>(users.accounts.context, service, "ValidateUsers", call, request);
  }

  test::ModuleOverMemory users;
  rpc::Service service = users.module.grpc_service();
};

TEST_F(UserCallsBetweenServices, say_of_many_users_at_once_whether_they_are_good) {
  const auto ada = users.accounts.administrator("ada@example.com");
  const auto grace = users.accounts.administrator("grace@example.com");
  v1::ValidateUsersRequest request;
  const auto ask = [&](std::uint64_t id, const std::string& session) {
    auto& item = *request.add_users();
    item.set_user_id(id);
    item.set_session_id(session);
  };
  const auto& [ada_id, ada_role, ada_session] = *ada.principal;
  ask(ada_id.value(), ada_session.to_text());
  ask(ada_id.value(), grace.principal->session_id.to_text());
  ask(grace.principal->user_id.value(), grace.principal->session_id.to_text());
  ask(0, "");
  ask(~std::uint64_t{0}, "nonsense");
  const auto response = validate(request);
  ASSERT_TRUE(response) << response.error().code;
  std::vector<std::pair<std::uint64_t, bool>> answers;
  for (const auto& item : response->users()) answers.emplace_back(item.user_id(), item.valid());
  EXPECT_THAT(answers, ElementsAre(std::pair(ada_id.value(), true), std::pair(ada_id.value(), false),
                                   std::pair(grace.principal->user_id.value(), true), std::pair(0, false),
                                   std::pair(~std::uint64_t{0}, false)));
}

TEST_F(UserCallsBetweenServices, are_for_the_services_that_the_use_case_lets_in) {
  EXPECT_THAT(ddd::test::callers_of(service, "ValidateUsers"), ElementsAre("payment-service"));
  EXPECT_TRUE(validate({}));
  EXPECT_EQ(validate({}, "basket-service").error().code, "auth.internal_only");
}

TEST_F(UserCallsBetweenServices, take_a_hundred_at_most) {
  v1::ValidateUsersRequest request;
  for (int i = 0; i < 100; ++i) request.add_users();
  EXPECT_TRUE(validate(request));
  request.add_users();
  EXPECT_EQ(validate(request).error().code, "request.invalid");
}

}  // namespace
}  // namespace ddd::user
