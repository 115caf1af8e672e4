#include <ddd/platform/http/head_scanner.hpp>
#include <ddd/platform/http/syntax.hpp>

namespace ddd::http {

HeadScanner::Found HeadScanner::scan(std::string_view bytes) {
  if (bytes.empty()) return Found::nothing_yet;
  if (!is_token(bytes.substr(0, 1))) return Found::fault;
  for (;;) {
    const auto line_feed = bytes.find('\n', scanned_);
    if (line_feed == std::string_view::npos) break;
    if (line_feed == line_start_ || bytes[line_feed - 1] != '\r') return Found::fault;
    const bool is_empty = line_feed == line_start_ + 1;
    if (!is_empty && (bytes[line_start_] == ' ' || bytes[line_start_] == '\t')) return Found::fault;
    scanned_ = line_start_ = line_feed + 1;
    if (is_empty) return Found::end;
  }
  scanned_ = bytes.size();
  return Found::nothing_yet;
}

}  // namespace ddd::http
