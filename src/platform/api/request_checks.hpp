#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/api/authenticator.hpp>
#include <ddd/platform/api/exchange.hpp>

namespace ddd::api {

// The pipeline's steps that judge the request by itself. Each takes a matched exchange and notes what it found there.

/// Size and media type of the body. Errors: `http.body_too_large` (413), `http.unsupported_media_type` (415).
[[nodiscard]] Result<> check_body_form(Exchange& exchange);

/// Decodes the query. Errors: `request.invalid`, echoing no more than a name.
[[nodiscard]] Result<> read_query(Exchange& exchange);

/// Path, query, Idempotency-Key and the strings of a JSON body. Errors: `request.card_number` (rejected), which says
/// nothing of the place or the number.
[[nodiscard]] Result<> refuse_card_numbers(const Exchange& exchange);

/// Fills in `call.principal` and holds it against the route's Access. Errors: `auth.required`, `auth.invalid_token`,
/// `auth.forbidden`.
[[nodiscard]] Result<> authenticate(Exchange& exchange, Authenticator& authenticator);

/// Fills in `call.idempotency` for a signed-in caller of a route that honours keys. Errors: `idempotency.key_required`,
/// `idempotency.key_invalid` (malformed).
[[nodiscard]] Result<> read_idempotency_key(Exchange& exchange);

/// True if the route reads a body: POST, PUT and PATCH, and any other with a request schema.
[[nodiscard]] bool takes_body(const Route& route);
/// True if the route's request schema names required fields, so that there is no reading an absent body. Throws
/// std::logic_error when the schema is no JSON object.
[[nodiscard]] bool requires_body(const Route& route);

/// The token of "Bearer <token>"; nothing for any other form.
[[nodiscard]] std::optional<std::string_view> bearer_token(std::string_view authorization);
/// True for 16 to 255 of [A-Za-z0-9_-].
[[nodiscard]] bool is_idempotency_key(std::string_view text);
/// For people who look at their sessions: printable ASCII, bounded, and nothing that must not be stored.
[[nodiscard]] std::string readable_user_agent(std::string_view sent);

/// True for application/json, alone or with charset=utf-8.
[[nodiscard]] bool is_json_media_type(std::string_view content_type);

}  // namespace ddd::api
