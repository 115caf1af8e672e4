#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include <ddd/platform/http/message.hpp>

namespace ddd::http {

/// The text of the Date field (RFC 9110 5.6.7), made anew once a second.
class HttpDate {
 public:
  [[nodiscard]] std::string_view now();

 private:
  std::time_t second_ = -1;
  std::string text_;
};

/// Whether a response of that status has a body on the wire (RFC 9110 6.4.1).
[[nodiscard]] constexpr bool has_body(int status) {
  return status != 204 && status != 304;
}

/// Appends status line, fields and empty line. Fields that are the server's own business (Content-Length, Date,
/// Connection, Transfer-Encoding), ill-formed names and control characters in values are left out, so that no value can
/// add a line.
void append_head(std::string& out, const Response& response, std::string_view date, bool close);

}  // namespace ddd::http
