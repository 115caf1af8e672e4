#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include <ddd/user/adapters/mail/message.hpp>
#include <ddd/user/adapters/mail/smtp_mailer.hpp>

namespace ddd::user {
namespace {

constexpr long kConnectMilliseconds = 5'000;
constexpr long kWholeMilliseconds = 15'000;

struct CloseHandle {
  void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CloseHandle>;

struct FreeList {
  void operator()(curl_slist* list) const { ::curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

/// libcurl's read callback over what is left of a text.
std::size_t read_some(char* into, std::size_t size, std::size_t count, void* left) {
  auto& rest = *static_cast<std::string_view*>(left);
  const auto taken = std::min(size * count, rest.size());
  std::memcpy(into, rest.data(), taken);
  rest.remove_prefix(taken);
  return taken;
}

void set_server(CURL* handle, const SmtpSettings& settings) {
  ::curl_easy_setopt(handle, CURLOPT_URL, settings.url.c_str());
  ::curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  ::curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  ::curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  ::curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
  ::curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, kWholeMilliseconds);
  const bool signs_in = !settings.user.empty();
  ::curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(signs_in ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  if (!signs_in) return;
  // libcurl copies the text; a secret has no terminating zero.
  const std::string password(settings.password.reveal());
  ::curl_easy_setopt(handle, CURLOPT_USERNAME, settings.user.c_str());
  ::curl_easy_setopt(handle, CURLOPT_PASSWORD, password.c_str());
}

/// A server's final word, which a repeat would get again. What it says of our credentials is for us to put right.
bool is_final(long code) {
  constexpr std::array kCredentials{530L, 534L, 535L, 538L};
  return code >= 500 && code < 600 && std::ranges::find(kCredentials, code) == kCredentials.end();
}

}  // namespace

bool is_smtp_url(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&::curl_url_cleanup)> parsed(::curl_url(), &::curl_url_cleanup);
  if (!parsed || ::curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return false;
  const auto has = [&](CURLUPart part) {
    char* text = nullptr;
    const bool found = ::curl_url_get(parsed.get(), part, &text, 0) == CURLUE_OK;
    ::curl_free(text);
    return found;
  };
  return (url.starts_with("smtp://") || url.starts_with("smtps://")) && !has(CURLUPART_USER) &&
         !has(CURLUPART_PASSWORD) && !has(CURLUPART_QUERY) && !has(CURLUPART_FRAGMENT);
}

SmtpMailer::SmtpMailer(SmtpSettings settings, const Clock& clock, Log& log)
    : settings_(std::move(settings)), clock_(clock), log_(log), senders_({.name = "mail"}) {}

Task<Result<>> SmtpMailer::send(Mail mail) {
  auto job = [this, mail = std::move(mail)] { return transfer(mail); };
  co_return co_await senders_.run(std::move(job));
}

Result<> SmtpMailer::transfer(const Mail& mail) const {
  const Handle handle(::curl_easy_init());
  if (!handle) return Refused(mail_errors::unavailable());
  const auto message = to_message(mail, settings_.from, clock_.now());
  std::string_view rest = message.reveal();
  const List recipients(::curl_slist_append(nullptr, ("<" + mail.to.to_text() + ">").c_str()));
  set_server(handle.get(), settings_);
  ::curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, ("<" + settings_.from.to_text() + ">").c_str());
  ::curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
  ::curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
  ::curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, &read_some);
  ::curl_easy_setopt(handle.get(), CURLOPT_READDATA, &rest);
  const auto result = ::curl_easy_perform(handle.get());
  if (result == CURLE_OK) return {};
  long code = 0;
  ::curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &code);
  const bool final = is_final(code);
  log_.limited("smtp").warn(final ? "mail refused" : "mail not sent", {{"mail_id", mail.id.to_text()},
                                                                       {"smtp_code", static_cast<std::int64_t>(code)},
                                                                       {"reason", ::curl_easy_strerror(result)}});
  return Refused(final ? mail_errors::refused() : mail_errors::unavailable());
}

}  // namespace ddd::user
