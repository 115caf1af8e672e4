#include <algorithm>

#include <ddd/sandbox/webhooks/endpoint.hpp>

namespace ddd::sandbox {

std::optional<Endpoint> Endpoint::parse(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  const auto path = std::min(url.find('/', scheme + 3), url.size());
  auto origin = http::Origin::parse(url.substr(0, path));
  if (!origin || url.find_first_of("# ") != std::string_view::npos) return std::nullopt;
  const auto target = url.substr(path);
  return Endpoint{.origin = *std::move(origin), .target = target.empty() ? "/" : std::string(target)};
}

}  // namespace ddd::sandbox
