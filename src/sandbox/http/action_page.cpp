#include <algorithm>

#include <ddd/sandbox/http/action_page.hpp>

namespace ddd::sandbox::action_page {
namespace {

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Payment sandbox</title>
<style>
body { font-family: system-ui, sans-serif; max-width: 26rem; margin: 4rem auto; padding: 0 1rem; color: #222; }
.amount { font-size: 1.6rem; }
button { font: inherit; padding: .6rem 1.2rem; margin-right: .6rem; }
</style>
</head>
<body>
<main>
)";
constexpr std::string_view kFoot = "</main>\n</body>\n</html>\n";

http::Response page(int status, std::string_view content) {
  http::Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::string(kHead).append(content).append(kFoot);
  response.set("Content-Security-Policy",
               "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'");
  response.set("Referrer-Policy", "no-referrer");
  response.set("X-Content-Type-Options", "nosniff");
  return response;
}

bool was_confirmed(const PaymentIntent::Snapshot& intent) {
  return intent.status == IntentStatus::requires_capture || intent.status == IntentStatus::succeeded;
}

/// What a header can't hold, or a browser would read otherwise, is written as %XX.
std::string only_printable(std::string_view url) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string safe;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\') {
      safe += c;
    } else {
      safe.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  return safe;
}

}  // namespace

http::Response ask(const PaymentIntent::Snapshot& intent) {
  if (intent.status != IntentStatus::requires_action) {
    return page(410, "<h1>This was answered</h1>\n<p>There is nothing to confirm any more.</p>\n");
  }
  auto content = std::string("<h1>Confirm your payment</h1>\n<p>You are at the test bank of the payment sandbox. No ")
                     .append("real money moves.</p>\n<p class=\"amount\">")
                     .append(intent.amount.to_text())
                     .append("</p>\n<form method=\"post\">\n")
                     .append("<button name=\"outcome\" value=\"succeed\">Confirm</button>\n")
                     .append("<button name=\"outcome\" value=\"fail\">Decline</button>\n</form>\n");
  return page(200, content);
}

http::Response answered(const PaymentIntent::Snapshot& intent) {
  if (intent.return_url.empty()) {
    return page(200, was_confirmed(intent) ? "<h1>Confirmed</h1>\n<p>You may close this page.</p>\n"
                                           : "<h1>Declined</h1>\n<p>You may close this page.</p>\n");
  }
  http::Response response;
  response.status = 303;
  response.set("Location", way_back(intent));
  response.set("Referrer-Policy", "no-referrer");
  return response;
}

http::Response unknown() {
  return page(404, "<h1>There is no such page</h1>\n<p>The link is wrong, or it was replaced by another.</p>\n");
}

http::Response unreadable() {
  return page(400, "<h1>That was not readable</h1>\n<p>Go back and choose one of the buttons.</p>\n");
}

std::string way_back(const PaymentIntent::Snapshot& intent) {
  const auto url = only_printable(intent.return_url);
  const auto hash = std::min(url.find('#'), url.size());
  auto location = url.substr(0, hash);
  location += location.find('?') == std::string::npos ? '?' : '&';
  location += "payment_intent=" + intent.id.to_text();
  location += "&payment_intent_client_secret=" + intent.client_secret;
  location += was_confirmed(intent) ? "&redirect_status=succeeded" : "&redirect_status=failed";
  return location + url.substr(hash);
}

}  // namespace ddd::sandbox::action_page
