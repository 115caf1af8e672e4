#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/update_profile.hpp>
#include <ddd/user/application/parse_names.hpp>
#include <ddd/user/application/view_of.hpp>

namespace ddd::user {

Task<Result<UserView>> UpdateProfileHandler::handle(const CallContext& call, UpdateProfile command) {
  DDD_CO_TRY(const auto caller, require_user(call));
  Validation check;
  const auto patch = parse_names(check, command.first_name, command.last_name);
  if (!check.ok()) co_return std::move(check).refuse("user.invalid");
  co_return co_await retry_on_conflict([&] { return attempt(call, caller.user_id, patch, command.expected_version); });
}

Task<Result<UserView>> UpdateProfileHandler::attempt(const CallContext& call, UserId caller, const ProfilePatch& patch,
                                                     std::optional<std::int64_t> expected_version) {
  DDD_CO_TRY(auto user, co_await users_.find(caller));
  const auto now = clock_.now();
  DDD_CO_CHECK(user.must_be(expected_version));
  user.change_profile(patch, now);
  if (user.has_changes()) DDD_CO_CHECK(co_await users_.save(user, {}, SaveContext::of(call, now)));
  co_return view_after_save(user);
}

}  // namespace ddd::user
