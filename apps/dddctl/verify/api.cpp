#include "api.hpp"

#include <chrono>
#include <utility>

#include "json_values.hpp"

namespace ddd::ctl {

std::string Answer::text(std::string_view name) const {
  return body ? text_of(body->root(), name) : std::string();
}

std::int64_t Answer::integer(std::string_view name) const {
  return body ? integer_of(body->root(), name) : 0;
}

Task<Answer> Api::send(Request request) {
  // Longer than the shop takes for any request, so that what is given up can't take effect later.
  constexpr std::chrono::seconds kLimit{20};
  http::OutgoingRequest outgoing{
      .method = request.method, .target = "/api/v1" + request.path, .headers = {}, .body = std::move(request.body)};
  if (!request.token.empty()) outgoing.headers.emplace_back("Authorization", "Bearer " + request.token);
  if (!request.key.empty()) outgoing.headers.emplace_back("Idempotency-Key", request.key);
  if (!outgoing.body.empty()) outgoing.headers.emplace_back("Content-Type", "application/json");
  auto got = co_await client_->exchange(std::move(outgoing), kLimit);
  Answer answer;
  if (!got) co_return answer;
  answer.status = got->status;
  answer.replayed = got->get("Idempotent-Replayed") == "true";
  if (auto parsed = json::parse(got->body)) answer.body.emplace(*std::move(parsed));
  co_return answer;
}

}  // namespace ddd::ctl
