#include <algorithm>
#include <stdexcept>

#include <ddd/platform/api/percent_decoding.hpp>
#include <ddd/platform/api/router.hpp>

namespace ddd::api {
namespace {

constexpr std::size_t index_of(http::Method method) {
  return static_cast<std::size_t>(method);
}

/// Cuts "/a/b" into segments; the number of them, or nothing if there are too many, none, or an empty one.
std::optional<std::size_t> split(std::string_view path, std::span<std::string_view> segments) {
  if (path.size() < 2 || path.front() != '/' || path.back() == '/') return std::nullopt;
  std::size_t count = 0;
  for (std::size_t at = 1; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    if (end == at || count == segments.size()) return std::nullopt;
    segments[count++] = path.substr(at, end - at);
    at = end + 1;
  }
  return count;
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::logic_error unservable(std::string_view why, http::Method method, std::string_view path) {
  return std::logic_error("route " + std::string(http::to_text(method)) + " " + std::string(path) + ": " +
                          std::string(why));
}

}  // namespace

std::uint32_t Router::child_for(std::uint32_t node, std::string_view segment) {
  const auto next = static_cast<std::uint32_t>(nodes_.size());
  if (is_parameter(segment)) {
    if (nodes_[node].parameter != kNone) return nodes_[node].parameter;
    nodes_[node].parameter = next;
  } else {
    for (const auto& [text, child] : nodes_[node].literals) {
      if (text == segment) return child;
    }
    nodes_[node].literals.emplace_back(segment, next);
  }
  nodes_.emplace_back();
  return next;
}

void Router::add(http::Method method, std::string_view path, std::size_t route) {
  using http::Method;
  constexpr std::array kServable{Method::get, Method::post, Method::put, Method::patch, Method::del};
  if (std::ranges::find(kServable, method) == kServable.end())
    throw unservable("this method can't have a route", method, path);
  std::array<std::string_view, kMaxSegments> segments;
  const auto count = split(path, segments);
  if (!count) throw unservable("malformed path", method, path);

  std::uint32_t node = 0;
  std::vector<std::size_t> parameter_positions;
  for (std::size_t i = 0; i < *count; ++i) {
    if (is_parameter(segments[i])) {
      parameter_positions.push_back(i);
    } else if (decode_path_segment(segments[i]) != segments[i]) {
      throw unservable("a literal segment must be plain", method, path);
    }
    node = child_for(node, segments[i]);
  }
  auto& end = nodes_[node];
  if (end.routes[index_of(method)]) throw unservable("taken by another route", method, path);
  end.routes[index_of(method)] = route;
  end.parameter_positions = std::move(parameter_positions);
  end.allow.clear();
  for (const auto allowed : kServable) {
    if (!end.routes[index_of(allowed)]) continue;
    end.allow.append(http::to_text(allowed)).append(allowed == Method::get ? ", HEAD, " : ", ");
  }
  end.allow += "OPTIONS";
}

std::uint32_t Router::find(std::uint32_t node, std::span<const std::string_view> segments) const {
  if (segments.empty()) return nodes_[node].allow.empty() ? kNone : node;
  const auto rest = segments.subspan(1);
  for (const auto& [text, child] : nodes_[node].literals) {
    if (text != segments.front()) continue;
    if (const auto end = find(child, rest); end != kNone) return end;
    break;
  }
  return nodes_[node].parameter == kNone ? kNone : find(nodes_[node].parameter, rest);
}

Router::Match Router::match(http::Method method, std::string_view path) const {
  std::array<std::string_view, kMaxSegments> segments;
  const auto count = split(path, segments);
  if (!count) return {};
  const auto end = find(0, std::span(segments).first(*count));
  if (end == kNone) return {};

  Match match;
  const auto& node = nodes_[end];
  match.values.reserve(node.parameter_positions.size());
  for (const auto position : node.parameter_positions) {
    auto value = decode_path_segment(segments[position]);
    if (!value) return {};
    match.values.push_back(*std::move(value));
  }
  match.allow = node.allow;
  const auto& route = node.routes[index_of(method == http::Method::head ? http::Method::get : method)];
  match.outcome = route ? Outcome::found : method == http::Method::options ? Outcome::options : Outcome::wrong_method;
  match.route = route.value_or(0);
  return match;
}

}  // namespace ddd::api
