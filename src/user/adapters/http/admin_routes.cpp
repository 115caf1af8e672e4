#include <utility>

#include <ddd/platform/json/schema.hpp>
#include <ddd/user/adapters/http/account_dto.hpp>
#include <ddd/user/adapters/http/dto.hpp>
#include <ddd/user/adapters/http/route_parts.hpp>

namespace ddd::user {
namespace {

using api::Access;
using api::IdempotencyRule;
using api::Route;
using http::Method;

std::vector<api::QueryParameter> list_parameters() {
  auto parameters = page_parameters();
  parameters.insert(parameters.end(),
                    {{"q", R"({"type":"string","maxLength":200})", "Occurs in e-mail address or name."},
                     {"role", R"({"enum":["user","admin"]})", "Exactly this role."},
                     {"is_active", R"({"type":"boolean"})", "Whether active."},
                     {"sort", R"({"enum":["newest","email","name"]})", "newest unless said otherwise; name: the last."},
                     {"include", R"({"enum":["total"]})", "Adds page.total."}});
  return parameters;
}

void add_reads(std::vector<Route>& routes, HttpHandlers& handlers) {
  const auto add = [&](std::string path, std::string name, Member member, api::RouteDocs docs) {
    routes.push_back({.method = Method::get,
                      .path = std::move(path),
                      .name = std::move(name),
                      .access = Access::admin,
                      .handle = bind(handlers, member),
                      .docs = std::move(docs)});
  };
  const api::RouteDocs list{.summary = "List users",
                            .query = list_parameters(),
                            .answers = {{200, "A page of users.", json::list_schema<UserBody>(), {}}}};
  const api::RouteDocs one{.summary = "Read a user",
                           .answers = {one_user(200, "The user."), api::not_modified(), user_not_found()}};
  add("/admin/users", "list_users", &HttpHandlers::list_users, list);
  add("/admin/users/{id}", "get_user", &HttpHandlers::get_user, one);
  // Names that the API had before.
  add("/users", "list_users_by_old_name", &HttpHandlers::list_users, list);
  add("/users/{id}", "get_user_by_old_name", &HttpHandlers::get_user, one);
}

void add_edits(std::vector<Route>& routes, HttpHandlers& handlers) {
  const std::vector edited{one_user(200, "The user after the edit."), user_not_found(), last_admin(), user_stale(),
                           broken_rule()};
  for (const auto method : {Method::put, Method::patch}) {
    routes.push_back(
        {.method = method,
         .path = "/admin/users/{id}",
         .name = method == Method::put ? "replace_user" : "update_user",
         .access = Access::admin,
         .handle = bind(handlers, &HttpHandlers::update_user),
         .docs = {.summary = "Edit a user",
                  .description = "Fields that are left out stay as they are. If-Match is honoured. Another "
                                 "role and deactivation end the user's sessions.",
                  .request_schema = json::schema<UpdateUserBody>(),
                  .answers = edited}});
  }
  routes.push_back({.method = Method::post,
                    .path = "/admin/users/{id}/assign-role",
                    .name = "assign_role",
                    .access = Access::admin,
                    .idempotency = IdempotencyRule::optional,
                    .handle = bind(handlers, &HttpHandlers::assign_role),
                    .docs = {.summary = "Give a user a role",
                             .description = "If-Match is honoured. Another role ends the user's sessions.",
                             .request_schema = json::schema<AssignRoleBody>(),
                             .answers = edited}});
  routes.push_back({.method = Method::del,
                    .path = "/admin/users/{id}",
                    .name = "delete_user",
                    .access = Access::admin,
                    .handle = bind(handlers, &HttpHandlers::delete_user),
                    .docs = {.summary = "Take a user's account away with all that is held of it",
                             .description = "If-Match is honoured.",
                             .answers = {{204, "It is gone.", "", {}}, user_not_found(), last_admin(), user_stale()}}});
}

}  // namespace

void add_admin_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  add_reads(routes, handlers);
  add_edits(routes, handlers);
}

}  // namespace ddd::user
