#include <utility>

#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/cursor.hpp>
#include <ddd/platform/api/query_values.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/user/adapters/http/dto.hpp>
#include <ddd/user/adapters/http/handlers.hpp>
#include <ddd/user/adapters/http/held_data_dto.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

HttpHandlers::Answer HttpHandlers::log_in(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<LoginBody>(request.body()));
  LogIn command{.email = std::move(body.email), .password = crypto::Secret::take(std::move(body.password))};
  DDD_CO_TRY(const auto signed_in, co_await application_.commands.log_in.handle(call, std::move(command)));
  co_return api::json_answer(200, json::encode(to_body(signed_in)));
}

HttpHandlers::Answer HttpHandlers::refresh_session(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<RefreshTokenBody>(request.body()));
  RefreshSession command{.refresh_token = crypto::Secret::take(std::move(body.refresh_token))};
  DDD_CO_TRY(const auto tokens, co_await application_.commands.refresh_session.handle(call, std::move(command)));
  co_return api::json_answer(200, json::encode(to_body(tokens)));
}

HttpHandlers::Answer HttpHandlers::log_out(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<RefreshTokenBody>(request.body()));
  LogOut command{.refresh_token = crypto::Secret::take(std::move(body.refresh_token))};
  DDD_CO_CHECK(co_await application_.commands.log_out.handle(call, std::move(command)));
  co_return api::no_content();
}

HttpHandlers::Answer HttpHandlers::list_sessions(const CallContext& call, const api::RouteRequest& request) {
  api::QueryValues query(request);
  ListSessions listing{.limit = query.limit(), .before = std::nullopt};
  DDD_CO_CHECK(query.check());
  const api::CursorScope cursors("list_sessions", request);
  DDD_CO_TRY(const auto after, cursors.decode<std::string>());
  if (after) listing.before = SessionId::restore(std::get<0>(*after));
  DDD_CO_TRY(const auto page, co_await application_.queries.list_sessions.handle(call, std::move(listing)));
  json::Writer items;
  items.begin_array();
  for (const auto& session : page.items) json::write(items, to_body(session, call.principal->session_id));
  items.end_array();
  std::optional<std::string> next;
  if (page.next) next = cursors.encode(page.next->to_text());
  co_return api::list_answer(items.take(), next);
}

HttpHandlers::Answer HttpHandlers::end_session(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto id, api::path_id<SessionId>(request, 0, errors::session_not_found()));
  DDD_CO_CHECK(co_await application_.commands.end_session.handle(call, EndSession{std::move(id)}));
  co_return api::no_content();
}

HttpHandlers::Answer HttpHandlers::end_all_sessions(const CallContext& call, const api::RouteRequest&) {
  DDD_CO_CHECK(co_await application_.commands.end_all_sessions.handle(call, EndAllSessions{}));
  co_return api::no_content();
}

HttpHandlers::Answer HttpHandlers::validate_token(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<AccessTokenBody>(request.body()));
  ValidateToken query{.token = crypto::Secret::take(std::move(body.token))};
  DDD_CO_TRY(const auto validity, co_await application_.queries.validate_token.handle(call, std::move(query)));
  co_return api::json_answer(200, json::encode(to_body(validity)));
}

HttpHandlers::Answer HttpHandlers::get_jwks(const CallContext&, const api::RouteRequest&) {
  auto response = api::json_answer(200, jwks_);
  // A new key is published well before it signs, so that a copy may be five minutes old.
  response.set("Cache-Control", "public, max-age=300");
  co_return response;
}

}  // namespace ddd::user
