#include <algorithm>

#include <ddd/platform/api/percent_decoding.hpp>
#include <ddd/platform/api/query_string.hpp>

namespace ddd::api {

Error invalid_request(std::vector<Violation> violations) {
  return {.kind = ErrorKind::malformed,
          .code = "request.invalid",
          .message = "The request can't be read.",
          .violations = std::move(violations)};
}

std::string query_pointer(std::string_view name) {
  constexpr std::size_t kMaxEchoed = 64;
  std::string pointer = "/query/";
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins_a_code_point = (static_cast<unsigned char>(name[i]) & 0xc0) != 0x80;
    if (i >= kMaxEchoed && begins_a_code_point) break;
    if (name[i] == '~') {
      pointer += "~0";
    } else if (name[i] == '/') {
      pointer += "~1";
    } else {
      pointer.push_back(name[i]);
    }
  }
  return pointer;
}

Result<QueryPairs> parse_query(std::string_view raw) {
  QueryPairs query;
  while (!raw.empty()) {
    const auto piece = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(raw.size(), piece.size() + 1));
    if (piece.empty()) continue;
    const auto equals = std::min(piece.find('='), piece.size());
    auto name = decode_query_text(piece.substr(0, equals));
    auto value = decode_query_text(piece.substr(std::min(equals + 1, piece.size())));
    if (!name || !value) {
      return Refused(invalid_request({{name ? query_pointer(*name) : "/query", "encoding",
                                       "Must be percent-encoded UTF-8 without control characters.", std::nullopt}}));
    }
    query.emplace_back(*std::move(name), *std::move(value));
  }
  return query;
}

Result<> check_declared(const QueryPairs& query, std::span<const QueryParameter> declared) {
  std::vector<Violation> violations;
  for (auto pair = query.begin(); pair != query.end(); ++pair) {
    const auto& name = pair->first;
    if (std::ranges::find(declared, name, &QueryParameter::name) == declared.end()) {
      violations.push_back({query_pointer(name), "unknown", "The parameter is unknown.", std::nullopt});
    } else if (std::find_if(query.begin(), pair, [&](const auto& other) { return other.first == name; }) != pair) {
      violations.push_back({query_pointer(name), "repeated", "The parameter must be given once.", std::nullopt});
    }
  }
  if (!violations.empty()) return Refused(invalid_request(std::move(violations)));
  return {};
}

}  // namespace ddd::api
