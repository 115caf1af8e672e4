#include <ddd/payment/adapters/gateway/stripe/form.hpp>

namespace ddd::payment::stripe {
namespace {

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded.push_back('%');
    encoded.push_back(kDigits[byte >> 4]);
    encoded.push_back(kDigits[byte & 15]);
  }
  return encoded;
}

Form& Form::field(std::string_view name, std::string_view value) {
  return add(percent_encoded(name), value);
}

Form& Form::entry(std::string_view map, std::string_view key, std::string_view value) {
  return add(percent_encoded(map) + "[" + percent_encoded(key) + "]", value);
}

Form& Form::item(std::string_view list, std::string_view value) {
  return add(percent_encoded(list) + "[]", value);
}

Form& Form::add(std::string_view encoded_name, std::string_view value) {
  if (!text_.empty()) text_.push_back('&');
  text_.append(encoded_name).append("=").append(percent_encoded(value));
  return *this;
}

}  // namespace ddd::payment::stripe
