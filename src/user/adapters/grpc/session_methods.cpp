#include <google/protobuf/empty.pb.h>

#include <ddd/platform/grpc/bind.hpp>
#include <ddd/platform/grpc/request_values.hpp>
#include <ddd/user/adapters/grpc/messages.hpp>
#include <ddd/user/adapters/grpc/methods.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {
namespace {

Task<Result<v1::LoginResponse>> log_in(Application& application, const CallContext& call,
                                       const v1::LoginRequest& request) {
  LogIn command{.email = request.email(), .password = crypto::Secret::take(std::string(request.password()))};
  DDD_CO_TRY(const auto signed_in, co_await application.commands.log_in.handle(call, std::move(command)));
  co_return to_message(signed_in);
}

Task<Result<v1::TokenPair>> refresh_token(Application& application, const CallContext& call,
                                          const v1::RefreshTokenRequest& request) {
  RefreshSession command{.refresh_token = crypto::Secret::take(std::string(request.refresh_token()))};
  DDD_CO_TRY(const auto tokens, co_await application.commands.refresh_session.handle(call, std::move(command)));
  co_return to_message(tokens);
}

Task<Result<google::protobuf::Empty>> log_out(Application& application, const CallContext& call,
                                              const v1::LogoutRequest& request) {
  LogOut command{.refresh_token = crypto::Secret::take(std::string(request.refresh_token()))};
  DDD_CO_CHECK(co_await application.commands.log_out.handle(call, std::move(command)));
  co_return google::protobuf::Empty();
}

Task<Result<v1::ValidateTokenResponse>> validate_token(Application& application, const CallContext& call,
                                                       const v1::ValidateTokenRequest& request) {
  ValidateToken query{.token = crypto::Secret::take(std::string(request.token()))};
  DDD_CO_TRY(const auto validity, co_await application.queries.validate_token.handle(call, std::move(query)));
  co_return to_message(validity);
}

Task<Result<v1::ListSessionsResponse>> list_sessions(Application& application, const CallContext& call,
                                                     const v1::ListSessionsRequest& request) {
  rpc::RequestValues values;
  ListSessions listing{.limit = values.limit(request.page()), .before = std::nullopt};
  DDD_CO_CHECK(values.check());
  const auto cursors = rpc::cursor_scope("ListSessions", request, request.page());
  DDD_CO_TRY(const auto after, cursors.decode<std::string>());
  if (after) listing.before = SessionId::restore(std::get<0>(*after));
  DDD_CO_TRY(const auto page, co_await application.queries.list_sessions.handle(call, std::move(listing)));
  v1::ListSessionsResponse response;
  for (const auto& session : page.items) *response.add_sessions() = to_message(session, call.principal->session_id);
  std::optional<std::string> next;
  if (page.next) next = cursors.encode(page.next->to_text());
  *response.mutable_page() = rpc::page_info(std::move(next));
  co_return response;
}

Task<Result<google::protobuf::Empty>> end_session(Application& application, const CallContext& call,
                                                  const v1::EndSessionRequest& request) {
  DDD_CO_TRY(auto id, rpc::to_id<SessionId>(request.id(), errors::session_not_found()));
  DDD_CO_CHECK(co_await application.commands.end_session.handle(call, EndSession{std::move(id)}));
  co_return google::protobuf::Empty();
}

Task<Result<google::protobuf::Empty>> end_all_sessions(Application& application, const CallContext& call,
                                                       const v1::EndAllSessionsRequest&) {
  DDD_CO_CHECK(co_await application.commands.end_all_sessions.handle(call, EndAllSessions{}));
  co_return google::protobuf::Empty();
}

}  // namespace

void add_session_methods(std::vector<rpc::Method>& methods, Application& application) {
  methods.push_back({.name = "Login", .handler = rpc::bind(application, &log_in), .rate = api::RateClass::login});
  methods.push_back({.name = "RefreshToken", .handler = rpc::bind(application, &refresh_token)});
  methods.push_back({.name = "Logout", .access = rpc::Access::user, .handler = rpc::bind(application, &log_out)});
  methods.push_back(
      {.name = "ListSessions", .access = rpc::Access::user, .handler = rpc::bind(application, &list_sessions)});
  methods.push_back(
      {.name = "EndSession", .access = rpc::Access::user, .handler = rpc::bind(application, &end_session)});
  methods.push_back(
      {.name = "EndAllSessions", .access = rpc::Access::user, .handler = rpc::bind(application, &end_all_sessions)});
  methods.push_back({.name = "ValidateToken", .handler = rpc::bind(application, &validate_token)});
}

}  // namespace ddd::user
