#include <algorithm>

#include <ddd/platform/context/authorization.hpp>

namespace ddd {

Result<Principal> require_user(const CallContext& call) {
  if (call.principal) return *call.principal;
  return Refused(Error{.kind = ErrorKind::unauthenticated, .code = "auth.required", .message = "Sign in first."});
}

Result<> require_admin(const CallContext& call) {
  DDD_TRY(const auto principal, require_user(call));
  if (principal.role == Role::admin) return {};
  return Refused(
      Error{.kind = ErrorKind::forbidden, .code = "auth.forbidden", .message = "Only an administrator may do this."});
}

Result<> require_service(const CallContext& call, std::span<const std::string_view> callers) {
  if (call.service && std::ranges::find(callers, *call.service) != callers.end()) return {};
  return Refused(
      Error{.kind = ErrorKind::forbidden, .code = "auth.internal_only", .message = "This call is internal."});
}

}  // namespace ddd
