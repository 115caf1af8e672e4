#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

#include <fmt/core.h>

#include <ddd/platform/http/response_head.hpp>
#include <ddd/platform/http/syntax.hpp>

namespace ddd::http {
namespace {

constexpr std::pair<int, std::string_view> kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

std::string_view reason_of(int status) {
  const auto found = std::ranges::find(kReasons, status, [](const auto& reason) { return reason.first; });
  // A reason may be empty: RFC 9112 4.
  return found == std::end(kReasons) ? std::string_view() : found->second;
}

bool is_servers_business(std::string_view name) {
  return std::ranges::any_of(
      std::array<std::string_view, 4>{"Content-Length", "Date", "Connection", "Transfer-Encoding"},
      [&](std::string_view own) { return equal_ignoring_case(own, name); });
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  if (!is_token(name)) return;
  out.append(name).append(": ");
  if (is_field_value(value)) {
    out.append(value);
  } else {
    std::ranges::copy_if(value, std::back_inserter(out), [](const char& c) { return is_field_value({&c, 1}); });
  }
  out.append("\r\n");
}

}  // namespace

std::string_view HttpDate::now() {
  const auto second = std::time(nullptr);
  if (second != second_) {
    static constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&second, &utc);
    text_ = fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[static_cast<std::size_t>(utc.tm_wday)],
                        utc.tm_mday, kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                        utc.tm_min, utc.tm_sec);
    second_ = second;
  }
  return text_;
}

void append_head(std::string& out, const Response& response, std::string_view date, bool close) {
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(response.status));
  out.append(" ").append(reason_of(response.status)).append("\r\nDate: ").append(date).append("\r\n");
  if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
  if (has_body(response.status)) {
    out.append("Content-Length: ");
    append_number(out, response.body.view().size());
    out.append("\r\n");
  }
  for (const auto& [name, value] : response.headers) {
    if (!is_servers_business(name)) append_field(out, name, value);
  }
  out.append(close ? "Connection: close\r\n\r\n" : "\r\n");
}

}  // namespace ddd::http
