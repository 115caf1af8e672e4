#include <algorithm>

#include <ddd/payment/adapters/gateway/stripe/wire.hpp>

namespace ddd::payment::stripe::wire {

bool is_word(std::string_view text) {
  constexpr std::size_t kLongest = 255;
  const auto is_part = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= kLongest && std::ranges::all_of(text, is_part);
}

}  // namespace ddd::payment::stripe::wire
