#pragma once

#include <cstddef>

#include <ddd/kernel/error.hpp>

/// What the pipeline itself refuses with. Codes are in the functions' names: "http.", "auth." and so on in front.
namespace ddd::api::errors {

[[nodiscard]] Error not_found();                         ///< http.not_found
[[nodiscard]] Error method_not_allowed();                ///< http.method_not_allowed, sent as 405
[[nodiscard]] Error body_too_large(std::size_t limit);   ///< http.body_too_large, sent as 413
[[nodiscard]] Error unsupported_media_type();            ///< http.unsupported_media_type, sent as 415
[[nodiscard]] Error card_number();                       ///< request.card_number
[[nodiscard]] Error invalid_token();                     ///< auth.invalid_token
[[nodiscard]] Error key_required();                      ///< idempotency.key_required
[[nodiscard]] Error key_invalid();                       ///< idempotency.key_invalid
[[nodiscard]] Error key_reused();                        ///< idempotency.key_reused
[[nodiscard]] Error key_in_flight();                     ///< idempotency.in_flight
[[nodiscard]] Error too_many_requests(int retry_after);  ///< http.too_many_requests
[[nodiscard]] Error overloaded();                        ///< server.overloaded
[[nodiscard]] Error internal();                          ///< internal

}  // namespace ddd::api::errors
