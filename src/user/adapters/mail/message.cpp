#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <ddd/user/adapters/mail/message.hpp>

namespace ddd::user {
namespace {

constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string to_date(Timestamp at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string headers(const Mail& mail, const Email& from, Timestamp now) {
  const std::string_view sender = from.to_text();
  return fmt::format(
      "From: <{}>\r\nTo: <{}>\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: <{}@{}>\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=us-ascii\r\nAuto-Submitted: auto-generated\r\n\r\n",
      sender, mail.to.to_text(), mail.subject, to_date(now), mail.id.to_text(), sender.substr(sender.find('@') + 1));
}

}  // namespace

crypto::Secret to_message(const Mail& mail, const Email& from, Timestamp now) {
  const auto head = headers(mail, from, now);
  const auto text = mail.text.reveal();
  std::string message;
  // One allocation: no copy of the token is left behind.
  message.reserve(head.size() + 2 * text.size());
  message.append(head);
  for (const char c : text) {
    if (c == '\n') message.push_back('\r');
    message.push_back(c);
  }
  return crypto::Secret::take(std::move(message));
}

}  // namespace ddd::user
