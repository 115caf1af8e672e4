#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/update_user.hpp>
#include <ddd/user/application/end_sessions.hpp>
#include <ddd/user/application/parse_names.hpp>
#include <ddd/user/application/view_of.hpp>

namespace ddd::user {
namespace {

Result<AccountPatch> patch_of(const UpdateUser& command) {
  Validation check;
  AccountPatch patch{.profile = parse_names(check, command.first_name, command.last_name),
                     .role = std::nullopt,
                     .is_active = command.is_active};
  if (command.role) patch.role = check.field("/role", parse_role(*command.role));
  if (!check.ok()) return std::move(check).refuse("user.invalid");
  return patch;
}

}  // namespace

Task<Result<UserView>> UpdateUserHandler::handle(const CallContext& call, UpdateUser command) {
  DDD_CO_CHECK(require_admin(call));
  DDD_CO_TRY(const auto patch, patch_of(command));
  co_return co_await retry_on_conflict([&] { return attempt(call, command, patch); });
}

Task<Result<UserView>> UpdateUserHandler::attempt(const CallContext& call, const UpdateUser& command,
                                                  const AccountPatch& patch) {
  DDD_CO_TRY(auto user, co_await users_.find(command.id));
  DDD_CO_CHECK(user.must_be(command.expected_version));
  const auto now = clock_.now();
  user.change_account(patch, now);
  auto view = view_after_save(user);
  if (!user.has_changes()) co_return view;
  DDD_CO_TRY(auto effects, co_await end_sessions(sessions_, user, now));
  auto context = SaveContext::of(call, now);
  context.idempotency = remember(call, command.id.to_text(), command.render, view, now);
  DDD_CO_CHECK(co_await users_.save(user, std::move(effects), std::move(context)));
  co_return view;
}

}  // namespace ddd::user
