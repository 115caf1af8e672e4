#include <array>
#include <variant>

#include <google/protobuf/empty.pb.h>

#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/request_values.hpp>
#include <ddd/platform/grpc/stored.hpp>
#include <ddd/user/adapters/grpc/messages.hpp>
#include <ddd/user/adapters/grpc/methods.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {
namespace {

using SortWord = std::pair<std::string_view, UserSort>;
constexpr std::array kSorts = {SortWord{"newest", UserSort::newest}, SortWord{"email", UserSort::email},
                               SortWord{"name", UserSort::name}};
using RoleWord = std::pair<std::string_view, UserRole>;
constexpr std::array kRoles = {RoleWord{"user", UserRole::user}, RoleWord{"admin", UserRole::admin}};

StoredAnswer render(const UserView& view) {
  return rpc::to_stored(to_message(view));
}

Result<UserListing> read_listing(const v1::ListUsersRequest& request) {
  rpc::RequestValues values;
  UserListing listing;
  if (request.has_q()) {
    values.text("/q", request.q(), 200);
    listing.filter.text = request.q();
  }
  if (request.has_role()) listing.filter.role = values.one_of<UserRole>("/role", request.role(), kRoles);
  if (request.has_is_active()) listing.filter.is_active = request.is_active();
  if (request.has_sort()) {
    listing.sort = values.one_of<UserSort>("/sort", request.sort(), kSorts).value_or(listing.sort);
  }
  listing.limit = values.limit(request.page());
  listing.with_total = request.page().include_total();
  DDD_CHECK(values.check());
  return listing;
}

template <class Value>
Result<std::optional<UserCursor>> read_cursor(const api::CursorScope& cursors) {
  DDD_TRY(const auto after, (cursors.decode<Value, std::int64_t>()));
  if (!after) return std::nullopt;
  return UserCursor{std::get<0>(*after), UserId(static_cast<std::uint64_t>(std::get<1>(*after)))};
}

Task<Result<v1::ListUsersResponse>> list_users(Application& application, const CallContext& call,
                                               const v1::ListUsersRequest& request) {
  DDD_CO_TRY(auto listing, read_listing(request));
  const auto cursors = rpc::cursor_scope("ListUsers", request, request.page());
  const bool by_time = listing.sort == UserSort::newest;
  DDD_CO_TRY(listing.after, by_time ? read_cursor<std::int64_t>(cursors) : read_cursor<std::string>(cursors));
  DDD_CO_TRY(const auto page, co_await application.queries.list_users.handle(call, std::move(listing)));
  v1::ListUsersResponse response;
  for (const auto& view : page.items) *response.add_users() = to_message(view);
  std::optional<std::string> next;
  if (page.next) {
    next =
        std::visit([&](const auto& value) { return cursors.encode(value, page.next->id.to_int()); }, page.next->value);
  }
  *response.mutable_page() = rpc::page_info(std::move(next), page.total);
  co_return response;
}

Task<Result<v1::User>> get_user(Application& application, const CallContext& call, const v1::GetUserRequest& request) {
  DDD_CO_TRY(const auto id, rpc::to_id<UserId>(request.id(), errors::not_found()));
  DDD_CO_TRY(const auto view, co_await application.queries.get_user.handle(call, GetUser{id}));
  co_return to_message(view);
}

Task<Result<v1::User>> update_user(Application& application, const CallContext& call,
                                   const v1::UpdateUserRequest& request) {
  DDD_CO_TRY(const auto id, rpc::to_id<UserId>(request.id(), errors::not_found()));
  UpdateUser command{.id = id, .is_active = {}, .expected_version = {}};
  if (request.has_first_name()) command.first_name = request.first_name();
  if (request.has_last_name()) command.last_name = request.last_name();
  if (request.has_role()) command.role = request.role();
  if (request.has_is_active()) command.is_active = request.is_active();
  if (request.has_expected_version()) command.expected_version = request.expected_version();
  DDD_CO_TRY(const auto view, co_await application.commands.update_user.handle(call, std::move(command)));
  co_return to_message(view);
}

Task<Result<v1::User>> assign_role(Application& application, const CallContext& call,
                                   const v1::AssignRoleRequest& request) {
  DDD_CO_TRY(const auto id, rpc::to_id<UserId>(request.id(), errors::not_found()));
  UpdateUser command{.id = id, .role = request.role(), .is_active = {}, .expected_version = {}, .render = &render};
  if (request.has_expected_version()) command.expected_version = request.expected_version();
  DDD_CO_TRY(const auto view, co_await application.commands.update_user.handle(call, std::move(command)));
  co_return to_message(view);
}

Task<Result<google::protobuf::Empty>> delete_user(Application& application, const CallContext& call,
                                                  const v1::DeleteUserRequest& request) {
  DDD_CO_TRY(const auto id, rpc::to_id<UserId>(request.id(), errors::not_found()));
  DeleteUser command{.id = id, .expected_version = {}};
  if (request.has_expected_version()) command.expected_version = request.expected_version();
  DDD_CO_CHECK(co_await application.commands.delete_user.handle(call, std::move(command)));
  co_return google::protobuf::Empty();
}

}  // namespace

void add_admin_methods(std::vector<rpc::Method>& methods, Application& application) {
  using api::IdempotencyRule;
  const auto add = [&](std::string name, rpc::MethodHandler handler,
                       IdempotencyRule idempotency = IdempotencyRule::ignored) {
    methods.push_back({.name = std::move(name),
                       .access = rpc::Access::admin,
                       .handler = std::move(handler),
                       .idempotency = idempotency});
  };
  add("ListUsers", rpc::bind(application, &list_users));
  add("GetUser", rpc::bind(application, &get_user));
  add("UpdateUser", rpc::bind(application, &update_user));
  add("AssignRole", rpc::bind(application, &assign_role), IdempotencyRule::optional);
  add("DeleteUser", rpc::bind(application, &delete_user));
}

}  // namespace ddd::user
