#include <ddd/platform/json/schema.hpp>
#include <ddd/user/adapters/http/account_dto.hpp>
#include <ddd/user/adapters/http/held_data_dto.hpp>
#include <ddd/user/adapters/http/route_parts.hpp>

namespace ddd::user {
namespace {

using api::Access;
using api::Route;
using http::Method;

void add_sessions(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::get,
                    .path = "/users/me/sessions",
                    .name = "list_sessions",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::list_sessions),
                    .docs = {.summary = "List one's sessions, newest first",
                             .query = page_parameters(),
                             .answers = {{200, "A page of sessions.", json::list_schema<SessionBody>(), {}}}}});
  routes.push_back(
      {.method = Method::del,
       .path = "/users/me/sessions",
       .name = "end_all_sessions",
       .access = Access::user,
       .handle = bind(handlers, &HttpHandlers::end_all_sessions),
       .docs = {.summary = "End all of one's sessions, this one too", .answers = {{204, "They have ended.", "", {}}}}});
  routes.push_back({.method = Method::del,
                    .path = "/users/me/sessions/{id}",
                    .name = "end_session",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::end_session),
                    .docs = {.summary = "End one of one's sessions",
                             .answers = {{204, "It has ended.", "", {}},
                                         {404, "There is no such session.", "", {"user.session_not_found"}}}}});
}

}  // namespace

void add_own_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  add_sessions(routes, handlers);
  routes.push_back({.method = Method::get,
                    .path = "/users/me/export",
                    .name = "export_account",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::export_account),
                    .docs = {.summary = "Read all that the user service holds of one",
                             .description = "Baskets, payments and payment methods are read at their own routes.",
                             .answers = {{200, "The data.", json::schema<ExportBody>(), {}}, user_not_found()}}});
  routes.push_back(
      {.method = Method::del,
       .path = "/users/me",
       .name = "erase_account",
       .access = Access::user,
       .handle = bind(handlers, &HttpHandlers::erase_account),
       .docs = {
           .summary = "Take one's account away with all that is held of it",
           .description = "Basket and payment methods go within seconds; payments stay, by the user's number alone.",
           .request_schema = json::schema<EraseAccountBody>(),
           .answers = {{204, "It is gone.", "", {}},
                       user_not_found(),
                       last_admin(),
                       {422, "The password is wrong.", "", {"user.wrong_password"}},
                       too_many_logins(),
                       passwords_shed()}}});
}

}  // namespace ddd::user
