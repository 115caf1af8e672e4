#include <algorithm>

#include <ddd/platform/api/card_numbers.hpp>
#include <ddd/platform/api/request_ids.hpp>
#include <ddd/platform/api/token_text.hpp>

namespace ddd::api {
namespace {

void write_base32(std::uint64_t number, char* begin, char* end) {
  static constexpr char kDigits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  while (end != begin) {
    *--end = kDigits[number & 31];
    number >>= 5;
  }
}

}  // namespace

std::string RequestIds::next() {
  constexpr std::size_t kPrefixLength = 9;
  constexpr std::size_t kLength = 15;
  if (counter_ == kPerPrefix) {
    const auto uuid = ids_.next();
    prefix_ = 0;
    for (const auto byte : uuid.bytes()) prefix_ = (prefix_ << 8) | byte;  // the last eight are random
    counter_ = 0;
  }
  std::string id(kLength, '0');
  write_base32(prefix_, id.data(), id.data() + kPrefixLength);
  write_base32(counter_++, id.data() + kPrefixLength, id.data() + kLength);
  return id;
}

std::string RequestIds::take_over_or_next(std::string_view sent) {
  if (is_token_text(sent, 8, 64) && !has_card_number(sent)) return std::string(sent);
  return next();
}

}  // namespace ddd::api
