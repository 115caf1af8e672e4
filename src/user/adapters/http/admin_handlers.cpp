#include <array>
#include <string_view>
#include <utility>

#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/cursor.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/user/adapters/http/account_dto.hpp>
#include <ddd/user/adapters/http/dto.hpp>
#include <ddd/user/adapters/http/handlers.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {
namespace {

using SortWord = std::pair<std::string_view, UserSort>;
constexpr std::array kSorts = {SortWord{"newest", UserSort::newest}, SortWord{"email", UserSort::email},
                               SortWord{"name", UserSort::name}};
using RoleWord = std::pair<std::string_view, UserRole>;
constexpr std::array kRoles = {RoleWord{"user", UserRole::user}, RoleWord{"admin", UserRole::admin}};

StoredAnswer render(const UserView& view) {
  return {.status = 200, .body = json::encode(to_body(view)), .location = {}, .etag = api::entity_tag(view.version)};
}

template <class Value>
Result<std::optional<UserCursor>> read_cursor(const api::CursorScope& cursors) {
  DDD_TRY(const auto after, (cursors.decode<Value, std::int64_t>()));
  if (!after) return std::nullopt;
  return UserCursor{std::get<0>(*after), UserId(static_cast<std::uint64_t>(std::get<1>(*after)))};
}

Result<std::optional<UserCursor>> read_cursor(const api::CursorScope& cursors, UserSort sort) {
  return sort == UserSort::newest ? read_cursor<std::int64_t>(cursors) : read_cursor<std::string>(cursors);
}

std::string write_cursor(const api::CursorScope& cursors, const UserCursor& cursor) {
  return std::visit([&](const auto& value) { return cursors.encode(value, cursor.id.to_int()); }, cursor.value);
}

Result<UserListing> read_listing(const api::RouteRequest& request) {
  api::QueryValues query(request);
  UserListing listing;
  listing.filter.text = query.text("q", 200);
  listing.filter.role = query.one_of<UserRole>("role", kRoles);
  listing.filter.is_active = query.boolean("is_active");
  if (const auto sort = query.one_of<UserSort>("sort", kSorts)) listing.sort = *sort;
  listing.limit = query.limit();
  listing.with_total = query.includes_total();
  DDD_CHECK(query.check());
  return listing;
}

}  // namespace

HttpHandlers::Answer HttpHandlers::list_users(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto listing, read_listing(request));
  const api::CursorScope cursors("list_users", request);
  DDD_CO_TRY(listing.after, read_cursor(cursors, listing.sort));
  DDD_CO_TRY(const auto page, co_await application_.queries.list_users.handle(call, std::move(listing)));
  json::Writer items;
  items.begin_array();
  for (const auto& view : page.items) json::write(items, to_body(view));
  items.end_array();
  std::optional<std::string> next;
  if (page.next) next = write_cursor(cursors, *page.next);
  co_return api::list_answer(items.take(), next, page.total);
}

HttpHandlers::Answer HttpHandlers::get_user(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto id, api::path_id<UserId>(request, 0, errors::not_found()));
  DDD_CO_TRY(const auto view, co_await application_.queries.get_user.handle(call, GetUser{id}));
  co_return api::to_response(render(view));
}

HttpHandlers::Answer HttpHandlers::update_user(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto id, api::path_id<UserId>(request, 0, errors::not_found()));
  DDD_CO_TRY(auto body, json::decode<UpdateUserBody>(request.body()));
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  UpdateUser command{.id = id,
                     .first_name = std::move(body.first_name),
                     .last_name = std::move(body.last_name),
                     .role = std::move(body.role),
                     .is_active = body.is_active,
                     .expected_version = expected,
                     .render = &render};
  DDD_CO_TRY(const auto view, co_await application_.commands.update_user.handle(call, std::move(command)));
  co_return api::to_response(render(view));
}

HttpHandlers::Answer HttpHandlers::assign_role(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto id, api::path_id<UserId>(request, 0, errors::not_found()));
  DDD_CO_TRY(auto body, json::decode<AssignRoleBody>(request.body()));
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  UpdateUser command{
      .id = id, .role = std::move(body.role), .is_active = {}, .expected_version = expected, .render = &render};
  DDD_CO_TRY(const auto view, co_await application_.commands.update_user.handle(call, std::move(command)));
  co_return api::to_response(render(view));
}

HttpHandlers::Answer HttpHandlers::delete_user(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(const auto id, api::path_id<UserId>(request, 0, errors::not_found()));
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  DDD_CO_CHECK(co_await application_.commands.delete_user.handle(call, DeleteUser{id, expected}));
  co_return api::no_content();
}

}  // namespace ddd::user
