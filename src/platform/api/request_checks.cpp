#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/api/card_numbers.hpp>
#include <ddd/platform/api/errors.hpp>
#include <ddd/platform/api/request_checks.hpp>
#include <ddd/platform/api/token_text.hpp>
#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/json/document.hpp>

namespace ddd::api {
namespace {

Result<> check_role(const Exchange& exchange) {
  switch (exchange.route().access) {
    case Access::anyone:
    case Access::provider:
      return {};
    case Access::user:
      DDD_CHECK(require_user(exchange.call));
      return {};
    case Access::admin:
      return require_admin(exchange.call);
  }
  std::unreachable();
}

/// Lengths come first, so that no two requests give the same text.
std::string fingerprint(const Exchange& exchange) {
  const auto& route = exchange.route();
  std::string text(http::to_text(route.method));
  text.append(" ").append(route.path).append("\n");
  for (const auto& value : exchange.path_values) text.append(std::to_string(value.size())).append(":").append(value);
  text.append("\n").append(exchange.raw.body);
  return crypto::sha256_hex(text);
}

}  // namespace

std::optional<std::string_view> bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size() || to_lower(authorization.substr(0, kScheme.size())) != kScheme)
    return std::nullopt;
  return trim(authorization.substr(kScheme.size()));
}

bool is_idempotency_key(std::string_view text) {
  constexpr std::size_t kMinKey = 16;
  constexpr std::size_t kMaxKey = 255;
  return is_token_text(text, kMinKey, kMaxKey);
}

std::string readable_user_agent(std::string_view sent) {
  constexpr std::size_t kMaxUserAgent = 256;
  std::string agent(sent.substr(0, kMaxUserAgent));
  if (has_card_number(agent)) return {};
  std::ranges::replace_if(agent, [](char c) { return c < ' ' || c > '~'; }, '?');
  return agent;
}

bool takes_body(const Route& route) {
  constexpr std::array kWithBody{http::Method::post, http::Method::put, http::Method::patch};
  return std::ranges::find(kWithBody, route.method) != kWithBody.end() || !route.docs.request_schema.empty();
}

bool requires_body(const Route& route) {
  if (route.docs.request_schema.empty()) return false;
  const auto schema = json::parse(route.docs.request_schema);
  if (!schema || schema->root().kind() != json::Kind::object) {
    throw std::logic_error("route " + route.name + ": the request schema is no JSON object");
  }
  for (const auto member : schema->root()) {
    if (member.key() == "required") return member.begin() != member.end();
  }
  return false;
}

bool is_json_media_type(std::string_view content_type) {
  const auto semicolon = std::min(content_type.find(';'), content_type.size());
  if (to_lower(trim(content_type.substr(0, semicolon))) != "application/json") return false;
  if (semicolon == content_type.size()) return true;
  const auto parameter = to_lower(trim(content_type.substr(semicolon + 1)));
  return parameter.empty() || parameter == "charset=utf-8" || parameter == "charset=\"utf-8\"";
}

Result<> check_body_form(Exchange& exchange) {
  const auto& route = exchange.route();
  const auto& raw = exchange.raw;
  if (raw.body.size() > route.max_body_bytes) {
    exchange.refusal_status = 413;
    return Refused(errors::body_too_large(route.max_body_bytes));
  }
  if (route.raw_body || !takes_body(route) || (raw.body.empty() && !exchange.served->body_required)) return {};
  const auto encoding = trim(raw.header("Content-Encoding"));
  const bool plain =
      raw.headers->count("Content-Encoding") <= 1 && (encoding.empty() || to_lower(encoding) == "identity");
  if (plain && raw.headers->count("Content-Type") == 1 && is_json_media_type(raw.header("Content-Type"))) return {};
  exchange.refusal_status = 415;
  return Refused(errors::unsupported_media_type());
}

Result<> read_query(Exchange& exchange) {
  const auto mark = exchange.raw.target.find('?');
  if (mark == std::string_view::npos) return {};
  DDD_TRY(exchange.query, parse_query(exchange.raw.target.substr(mark + 1)));
  return {};
}

Result<> refuse_card_numbers(const Exchange& exchange) {
  const auto& raw = exchange.raw;
  const bool found = std::ranges::any_of(exchange.path_values, has_card_number) ||
                     std::ranges::any_of(exchange.query,
                                         [](const auto& pair) {
                                           return has_card_number(pair.first) || has_card_number(pair.second);
                                         }) ||
                     (!exchange.route().raw_body && json_has_card_number(raw.body)) ||
                     (raw.method == http::Method::post && has_card_number(raw.header("Idempotency-Key")));
  if (found) return Refused(errors::card_number());
  return {};
}

Result<> authenticate(Exchange& exchange, Authenticator& authenticator) {
  const auto& raw = exchange.raw;
  if (exchange.route().access == Access::provider) return {};
  const auto sent = raw.headers->count("Authorization");
  if (sent == 0) return check_role(exchange);
  const auto token = bearer_token(raw.header("Authorization"));
  // Which of two credentials counts is a question that another layer may answer differently.
  if (sent > 1 || !token) return Refused(errors::invalid_token());
  DDD_TRY(exchange.call.principal, authenticator.authenticate(*token));
  return check_role(exchange);
}

Result<> read_idempotency_key(Exchange& exchange) {
  const auto& route = exchange.route();
  const auto& raw = exchange.raw;
  if (route.idempotency == IdempotencyRule::ignored) return {};
  const auto sent = raw.headers->count("Idempotency-Key");
  if (sent == 0) {
    if (route.idempotency == IdempotencyRule::required) return Refused(errors::key_required());
    return {};
  }
  const auto key = raw.header("Idempotency-Key");
  if (sent > 1 || !is_idempotency_key(key)) return Refused(errors::key_invalid());
  // A key belongs to a user; without one there is nobody whose repeat this could be.
  if (exchange.call.principal) {
    exchange.call.idempotency =
        IdempotencyKey{exchange.call.principal->user_id, std::string(key), fingerprint(exchange)};
  }
  return {};
}

}  // namespace ddd::api
