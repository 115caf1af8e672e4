#pragma once

#include <string>
#include <string_view>

#include <ddd/kernel/result.hpp>

namespace ddd::product {

/// A stock keeping unit: 1-100 code points without spaces at the ends, unique in the catalogue, compared as written.
class Sku {
 public:
  [[nodiscard]] static Result<Sku> parse(std::string_view text);
  /// For text that this system stored itself; unchecked.
  [[nodiscard]] static Sku restore(std::string text) { return Sku(std::move(text)); }

  [[nodiscard]] const std::string& to_text() const { return text_; }

  friend bool operator==(const Sku&, const Sku&) = default;

 private:
  explicit Sku(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace ddd::product
