#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/platform/http/message.hpp>

namespace ddd::api {

/// Finds the route of a method and a path. Built once, then read-only.
///
/// A literal segment wins over a {parameter}; literals match byte by byte, so an escaped or differently cased spelling
/// of one is another path. Empty segments, trailing slashes and dot segments match nothing. HEAD is served by GET. A
/// match walks one node per segment and allocates only the decoded values.
class Router {
 public:
  enum class Outcome {
    found,         ///< `route` and `values` are set
    not_found,     ///< no route has this path
    wrong_method,  ///< the path exists, see `allow`
    options,       ///< OPTIONS of an existing path, see `allow`
  };
  struct Match {
    Outcome outcome = Outcome::not_found;
    std::size_t route = 0;
    std::vector<std::string> values;  ///< of the {parameters}, percent-decoded
    std::string_view allow;           ///< value of the Allow header; lives as long as the router
  };

  Router() : nodes_(1) {}

  /// `path` like "/products/{id}"; `route` is the caller's number for it. Throws std::logic_error, since a route table
  /// that can't be served is a defect: a method and shape that are taken, a malformed path, a method that is not GET,
  /// POST, PUT, PATCH or DELETE.
  void add(http::Method method, std::string_view path, std::size_t route);

  /// `path` as it was sent: without the query, percent-encoded.
  [[nodiscard]] Match match(http::Method method, std::string_view path) const;

 private:
  static constexpr std::size_t kMaxSegments = 16;
  static constexpr std::uint32_t kNone = 0;  // no node has the root as its child

  struct Node {
    std::vector<std::pair<std::string, std::uint32_t>> literals;
    std::uint32_t parameter = kNone;
    std::array<std::optional<std::size_t>, 8> routes;  // by method
    std::string allow;                                 // empty: no route ends here
    std::vector<std::size_t> parameter_positions;
  };

  [[nodiscard]] std::uint32_t child_for(std::uint32_t node, std::string_view segment);
  [[nodiscard]] std::uint32_t find(std::uint32_t node, std::span<const std::string_view> segments) const;

  std::vector<Node> nodes_;
};

}  // namespace ddd::api
