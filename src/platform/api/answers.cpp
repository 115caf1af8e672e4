#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/json/writer.hpp>

namespace ddd::api {

http::Response json_answer(int status, http::Body json, AnswerHeaders headers) {
  constexpr std::size_t kWithCommonHeaders = 5;
  http::Response response{.status = status, .content_type = "application/json", .body = std::move(json)};
  response.headers.reserve(kWithCommonHeaders);
  if (!headers.etag.empty()) response.set("ETag", std::move(headers.etag));
  if (!headers.location.empty()) response.set("Location", std::move(headers.location));
  return response;
}

http::Response list_answer(std::string_view items, const std::optional<std::string>& next,
                           std::optional<std::int64_t> total) {
  json::Writer out;
  out.begin_object().key("data").raw(items).key("page").begin_object();
  if (next) out.key("next").value(*next);
  out.key("has_more").value(next.has_value());
  if (total) out.key("total").value(*total);
  out.end_object().end_object();
  return json_answer(200, out.take());
}

http::Response to_response(StoredAnswer answer) {
  http::Response response{.status = answer.status};
  if (!answer.body.empty()) {
    response.content_type = std::move(answer.content_type);
    response.body = std::move(answer.body);
  }
  if (!answer.etag.empty()) response.set("ETag", std::move(answer.etag));
  if (!answer.location.empty()) response.set("Location", std::move(answer.location));
  return response;
}

http::Response no_content() {
  return {.status = 204};
}

}  // namespace ddd::api
