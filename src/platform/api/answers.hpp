#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <ddd/platform/context/idempotency.hpp>
#include <ddd/platform/http/message.hpp>

namespace ddd::api {

/// Headers of an answer with one resource; empty ones are left out.
struct AnswerHeaders {
  std::string etag;
  std::string location;
};

/// A JSON body, its own text or bytes shared with a cache.
[[nodiscard]] http::Response json_answer(int status, http::Body json, AnswerHeaders headers = {});

/// One page of a list: {"data":[...],"page":{"next":...,"has_more":...,"total":...}}. `items` is the JSON array of the
/// page's items; `next` is absent on the last page, `total` when not asked for.
[[nodiscard]] http::Response list_answer(std::string_view items, const std::optional<std::string>& next,
                                         std::optional<std::int64_t> total = std::nullopt);

/// What a context stored with an effect, as the answer to its first request; repeats get the same.
[[nodiscard]] http::Response to_response(StoredAnswer answer);

/// 204.
[[nodiscard]] http::Response no_content();

}  // namespace ddd::api
