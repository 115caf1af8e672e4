#include <utility>

#include <ddd/platform/json/schema.hpp>
#include <ddd/user/adapters/http/dto.hpp>
#include <ddd/user/adapters/http/route_parts.hpp>

namespace ddd::user {

api::RouteHandler bind(HttpHandlers& handlers, Member member) {
  return [&handlers, member](const CallContext& call, const api::RouteRequest& request) {
    return (handlers.*member)(call, request);
  };
}

api::DocumentedAnswer one_user(int status, std::string description) {
  return {status, std::move(description), json::schema<UserBody>(), {}};
}

api::DocumentedAnswer user_not_found() {
  return {404, "There is no such user.", "", {"user.not_found"}};
}

api::DocumentedAnswer user_stale() {
  return {412, "If-Match does not name the current version.", "", {"user.stale"}};
}

api::DocumentedAnswer last_admin() {
  return {409, "No active administrator would be left.", "", {"user.last_admin"}};
}

api::DocumentedAnswer broken_rule(std::vector<std::string> other_codes) {
  std::vector<std::string> codes{"user.invalid"};
  codes.insert(codes.end(), other_codes.begin(), other_codes.end());
  return {422, "A rule is broken; every one is listed.", "", std::move(codes)};
}

api::DocumentedAnswer too_many_logins() {
  return {429, "Too many wrong passwords for this address.", "", {"auth.too_many_logins"}};
}

api::DocumentedAnswer passwords_shed() {
  return {503, "Too many passwords are being checked.", "", {"server.overloaded"}};
}

std::vector<api::QueryParameter> page_parameters() {
  return {{"limit", R"({"type":"integer","minimum":1,"maximum":100,"default":20})", "Items per page."},
          {"cursor", R"({"type":"string"})", "page.next of the page before."}};
}

}  // namespace ddd::user
