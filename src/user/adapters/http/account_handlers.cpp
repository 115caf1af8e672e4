#include <utility>

#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/user/adapters/http/account_dto.hpp>
#include <ddd/user/adapters/http/dto.hpp>
#include <ddd/user/adapters/http/handlers.hpp>
#include <ddd/user/adapters/http/held_data_dto.hpp>

namespace ddd::user {
namespace {

http::Response user_answer(int status, const UserView& view, std::string location = {}) {
  return api::json_answer(status, json::encode(to_body(view)),
                          {.etag = api::entity_tag(view.version), .location = std::move(location)});
}

}  // namespace

HttpHandlers::Answer HttpHandlers::register_user(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<RegisterBody>(request.body()));
  RegisterUser command{{.email = std::move(body.email),
                        .password = crypto::Secret::take(std::move(body.password)),
                        .first_name = std::move(body.first_name),
                        .last_name = std::move(body.last_name)}};
  DDD_CO_TRY(const auto view, co_await application_.commands.register_user.handle(call, std::move(command)));
  // Where its owner finds it after logging in; the address by id is for administrators.
  co_return user_answer(201, view, "/api/v1/users/profile");
}

HttpHandlers::Answer HttpHandlers::get_profile(const CallContext& call, const api::RouteRequest&) {
  DDD_CO_TRY(const auto view, co_await application_.queries.get_profile.handle(call, GetProfile{}));
  co_return user_answer(200, view);
}

HttpHandlers::Answer HttpHandlers::update_profile(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<ProfileBody>(request.body()));
  DDD_CO_TRY(const auto expected, api::if_match_version(request));
  UpdateProfile command{
      .first_name = std::move(body.first_name), .last_name = std::move(body.last_name), .expected_version = expected};
  DDD_CO_TRY(const auto view, co_await application_.commands.update_profile.handle(call, std::move(command)));
  co_return user_answer(200, view);
}

HttpHandlers::Answer HttpHandlers::export_account(const CallContext& call, const api::RouteRequest&) {
  DDD_CO_TRY(const auto held, co_await application_.queries.export_account.handle(call, ExportAccount{}));
  co_return api::json_answer(200, json::encode(to_body(held)));
}

HttpHandlers::Answer HttpHandlers::erase_account(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<EraseAccountBody>(request.body()));
  EraseAccount command{.password = crypto::Secret::take(std::move(body.password))};
  DDD_CO_CHECK(co_await application_.commands.erase_account.handle(call, std::move(command)));
  co_return api::no_content();
}

}  // namespace ddd::user
