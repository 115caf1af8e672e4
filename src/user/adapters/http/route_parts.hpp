#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ddd/platform/api/route.hpp>
#include <ddd/user/adapters/http/handlers.hpp>

// What the route tables of this folder are made of.
namespace ddd::user {

using Member = HttpHandlers::Answer (HttpHandlers::*)(const CallContext&, const api::RouteRequest&);
[[nodiscard]] api::RouteHandler bind(HttpHandlers& handlers, Member member);

[[nodiscard]] api::DocumentedAnswer one_user(int status, std::string description);
[[nodiscard]] api::DocumentedAnswer user_not_found();
[[nodiscard]] api::DocumentedAnswer user_stale();
[[nodiscard]] api::DocumentedAnswer last_admin();
/// 422 `user.invalid`, and what else the route refuses with that status.
[[nodiscard]] api::DocumentedAnswer broken_rule(std::vector<std::string> other_codes = {});
/// 429 and 503 of routes that check or make a password.
[[nodiscard]] api::DocumentedAnswer too_many_logins();
[[nodiscard]] api::DocumentedAnswer passwords_shed();
[[nodiscard]] std::vector<api::QueryParameter> page_parameters();

// Parts of the table, each in a file of its name.
void add_own_routes(std::vector<api::Route>& routes, HttpHandlers& handlers);
void add_credential_routes(std::vector<api::Route>& routes, HttpHandlers& handlers);
void add_admin_routes(std::vector<api::Route>& routes, HttpHandlers& handlers);

}  // namespace ddd::user
