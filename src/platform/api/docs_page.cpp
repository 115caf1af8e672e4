#include <algorithm>
#include <string_view>

#include "docs_files.hpp"

#include <ddd/platform/api/docs_page.hpp>
#include <ddd/platform/crypto/digest.hpp>
#include <ddd/platform/crypto/encoding.hpp>

namespace ddd::api {
namespace {

/// 'sha256-<base64>', as CSP names an inline text.
std::string csp_hash(std::string_view text) {
  auto base64 = crypto::to_base64url(crypto::sha256(text));
  std::ranges::replace(base64, '-', '+');
  std::ranges::replace(base64, '_', '/');
  return "'sha256-" + base64 + "='";
}

void put(std::string& html, std::string_view mark, std::string_view text) {
  html.replace(html.find(mark), mark.size(), text);
}

}  // namespace

DocsPage make_docs_page() {
  DocsPage page;
  page.html = docs_files::kdocs_page_html;
  put(page.html, "{{style}}", docs_files::kdocs_page_css);
  put(page.html, "{{script}}", docs_files::kdocs_page_js);
  page.content_security_policy =
      "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
      "frame-ancestors 'none'; style-src " +
      csp_hash(docs_files::kdocs_page_css) + "; script-src " + csp_hash(docs_files::kdocs_page_js);
  return page;
}

}  // namespace ddd::api
