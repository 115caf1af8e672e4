#pragma once

#include <string>

namespace ddd::api {

/// A page that shows /openapi.json to people. It loads nothing but that document.
struct DocsPage {
  std::string html;
  /// Allows the page's own script and style by their hashes, and nothing else.
  std::string content_security_policy;
};

[[nodiscard]] DocsPage make_docs_page();

}  // namespace ddd::api
