#include <utility>

#include <ddd/kernel/validation.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/update_profile.hpp>
#include <ddd/user/application/view_of.hpp>

namespace ddd::user {
namespace {

Result<ProfilePatch> patch_of(const UpdateProfile& command) {
  Validation check;
  ProfilePatch patch;
  if (command.first_name) patch.first_name = check.field("/first_name", PersonName::parse(*command.first_name));
  if (command.last_name) patch.last_name = check.field("/last_name", PersonName::parse(*command.last_name));
  if (!check.ok()) return std::move(check).refuse("user.invalid");
  return patch;
}

}  // namespace

Task<Result<UserView>> UpdateProfileHandler::handle(const CallContext& call, UpdateProfile command) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(const auto patch, patch_of(command));
  co_return co_await retry_on_conflict([&] { return attempt(call, caller.user_id, patch, command.expected_version); });
}

Task<Result<UserView>> UpdateProfileHandler::attempt(const CallContext& call, UserId caller, const ProfilePatch& patch,
                                                     std::optional<std::int64_t> expected_version) {
  DDD_CO_TRY(auto user, co_await users_.find(caller));
  const auto now = clock_.now();
  DDD_CO_CHECK(user.change_profile(patch, expected_version, now));
  if (user.has_changes()) DDD_CO_CHECK(co_await users_.save(user, SaveContext::of(call, now)));
  co_return view_after_save(user);
}

}  // namespace ddd::user
