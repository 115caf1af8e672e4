#pragma once

#include <string>
#include <string_view>

namespace ddd::payment::stripe {

/// Every byte but RFC 3986's unreserved characters as "%XX": one segment of a path, or one name or value of a form.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// The body of a request in the provider's form: application/x-www-form-urlencoded, nested as Rack reads it. Parameters
/// stand in the order they were added, so that a repeat has the same bytes.
class Form {
 public:
  /// name=value
  Form& field(std::string_view name, std::string_view value);
  /// map[key]=value
  Form& entry(std::string_view map, std::string_view key, std::string_view value);
  /// list[]=value
  Form& item(std::string_view list, std::string_view value);

  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  Form& add(std::string_view encoded_name, std::string_view value);

  std::string text_;
};

}  // namespace ddd::payment::stripe
