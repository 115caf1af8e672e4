#include <algorithm>
#include <charconv>

#include <ddd/platform/http/syntax.hpp>
#include <ddd/simulation/request.hpp>

namespace ddd::simulation {
namespace {

using Fields = std::vector<std::pair<std::string_view, std::string>>;

class HeaderFields final : public http::Headers {
 public:
  explicit HeaderFields(Fields fields) : fields_(std::move(fields)) {}
  [[nodiscard]] std::string_view get(std::string_view name) const override {
    const auto found = find(name);
    return found == fields_.end() ? std::string_view() : found->second;
  }
  [[nodiscard]] bool has(std::string_view name) const override { return find(name) != fields_.end(); }
  [[nodiscard]] std::size_t count(std::string_view name) const override { return has(name) ? 1 : 0; }

 private:
  [[nodiscard]] Fields::const_iterator find(std::string_view name) const {
    return std::ranges::find_if(fields_,
                                [&](const auto& field) { return http::equal_ignoring_case(field.first, name); });
  }
  Fields fields_;
};

/// What follows `"name":` in JSON without blanks.
std::string_view after_name(std::string_view body, std::string_view name) {
  const auto quoted = '"' + std::string(name) + "\":";
  const auto at = body.find(quoted);
  return at == std::string_view::npos ? std::string_view() : body.substr(at + quoted.size());
}

}  // namespace

std::string Answer::text(std::string_view name) const {
  const auto rest = after_name(body, name);
  if (!rest.starts_with('"')) return {};
  return std::string(rest.substr(1, rest.find('"', 1) - 1));
}

std::optional<std::uint64_t> Answer::number(std::string_view name) const {
  const auto rest = after_name(body, name);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  return error == std::errc{} ? std::optional(value) : std::nullopt;
}

std::unique_ptr<http::Headers> headers_of(const Request& request) {
  Fields fields{{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"}};
  if (!request.body.empty()) fields.emplace_back("Content-Type", "application/json");
  if (!request.token.empty()) fields.emplace_back("Authorization", "Bearer " + request.token);
  if (!request.key.empty()) fields.emplace_back("Idempotency-Key", request.key);
  return std::make_unique<HeaderFields>(std::move(fields));
}

}  // namespace ddd::simulation
