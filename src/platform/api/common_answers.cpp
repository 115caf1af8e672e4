#include <algorithm>

#include <ddd/platform/api/common_answers.hpp>
#include <ddd/platform/api/request_checks.hpp>

namespace ddd::api {
namespace {

class Answers {
 public:
  explicit Answers(const std::vector<DocumentedAnswer>& documented) {
    for (const auto& answer : documented) {
      auto& known = answers_[answer.status];
      const auto codes = std::move(known.codes);
      known = answer;
      known.codes = codes;
      join(known.codes, answer.codes);
    }
  }

  void add(int status, std::string description, std::vector<std::string> codes) {
    auto& answer = answers_[status];
    answer.status = status;
    if (answer.description.empty()) answer.description = std::move(description);
    join(answer.codes, codes);
  }

  [[nodiscard]] std::map<int, DocumentedAnswer> take() && { return std::move(answers_); }

 private:
  static void join(std::vector<std::string>& codes, const std::vector<std::string>& more) {
    for (const auto& code : more) {
      if (std::ranges::find(codes, code) == codes.end()) codes.push_back(code);
    }
  }

  std::map<int, DocumentedAnswer> answers_;
};

void add_access(Answers& answers, Access access) {
  const bool needs_token = access == Access::user || access == Access::admin;
  if (needs_token) {
    answers.add(401, "No or no valid access token.", {"auth.required", "auth.invalid_token"});
  } else if (access == Access::anyone) {
    answers.add(401, "An access token was sent and is not valid.", {"auth.invalid_token"});
  }
  if (access == Access::admin) answers.add(403, "The caller's role does not allow this.", {"auth.forbidden"});
}

void add_body(Answers& answers, const Route& route) {
  if (!takes_body(route) || route.raw_body) return;
  answers.add(415, "The body is not sent as plain application/json.", {"http.unsupported_media_type"});
  // What no handler reads can't be malformed.
  if (!route.docs.request_schema.empty()) answers.add(400, "The request can't be read.", {"request.malformed"});
}

void add_idempotency(Answers& answers, IdempotencyRule rule) {
  if (rule == IdempotencyRule::ignored) return;
  if (rule == IdempotencyRule::required) answers.add(400, "The request can't be read.", {"idempotency.key_required"});
  answers.add(400, "The request can't be read.", {"idempotency.key_invalid"});
  answers.add(409, "The current state does not allow this.", {"idempotency.in_flight"});
  answers.add(422, "The request breaks a rule.", {"idempotency.key_reused"});
}

}  // namespace

std::map<int, DocumentedAnswer> all_answers(const Route& route, Mount mount) {
  Answers answers(route.docs.answers);
  // Of any route, since any request can have a query and a body, wanted or not.
  answers.add(400, "The request can't be read.", {"request.invalid"});
  if (route.path.contains('{')) answers.add(404, "There is nothing at this path.", {"http.not_found"});
  answers.add(413, "The body is too large.", {"http.body_too_large"});
  answers.add(422, "The request breaks a rule.", {"request.card_number"});
  add_access(answers, route.access);
  add_body(answers, route);
  add_idempotency(answers, route.idempotency);
  if (mount == Mount::api) {
    answers.add(429, "Too many requests; Retry-After says when to come back.", {"http.too_many_requests"});
    answers.add(503, "A needed part is away or the server is busy; Retry-After says when to come back.",
                {"server.overloaded", "request.timeout", "store.unavailable"});
  }
  answers.add(500, "A defect of the server.", {"internal"});
  return std::move(answers).take();
}

}  // namespace ddd::api
