#include <array>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/core.h>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/json/document.hpp>
#include <ddd/platform/json/errors.hpp>

namespace ddd::json {
namespace {

namespace bj = boost::json;
using Code = boost::system::error_code;
using Text = bj::string_view;

/// Builds the tape from what the parser sees. Its member names are those that the parser calls.
class TapeHandler {
 public:
  static constexpr std::size_t max_object_size = kMaxBytes;
  static constexpr std::size_t max_array_size = kMaxBytes;
  static constexpr std::size_t max_key_size = kMaxBytes;
  static constexpr std::size_t max_string_size = kMaxBytes;

  explicit TapeHandler(std::size_t text_size) {
    // Unescaping never lengthens a text, so the block of characters never moves.
    characters_.reserve(text_size);
    elements_.reserve(text_size / 8 + 4);
  }

  [[nodiscard]] bool has_duplicate_key() const { return has_duplicate_key_; }
  [[nodiscard]] Document take() && { return {std::move(elements_), std::move(characters_)}; }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return open(Kind::object); }
  bool on_array_begin(Code&) { return open(Kind::array); }
  bool on_array_end(std::size_t, Code&) {
    close();
    return true;
  }
  bool on_object_end(std::size_t, Code& code) {
    const auto object = close();
    has_duplicate_key_ = repeats_key(object);
    if (has_duplicate_key_) code = bj::error::extra_data;
    return !has_duplicate_key_;
  }
  bool on_key_part(Text part, std::size_t, Code&) { return append(part); }
  bool on_key(Text part, std::size_t size, Code&) {
    append(part);
    key_at_ = static_cast<std::uint32_t>(characters_.size() - size);
    key_size_ = static_cast<std::uint32_t>(size);
    return true;
  }
  bool on_string_part(Text part, std::size_t, Code&) { return append(part); }
  bool on_string(Text part, std::size_t size, Code&) {
    append(part);
    auto& element = add(Kind::string);
    element.text_at = static_cast<std::uint32_t>(characters_.size() - size);
    element.text_size = static_cast<std::uint32_t>(size);
    return true;
  }
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t number, Text, Code&) {
    add(Kind::integer).integer = number;
    return true;
  }
  bool on_uint64(std::uint64_t, Text, Code&) {
    add(Kind::other_number);
    return true;
  }
  bool on_double(double, Text, Code&) {
    add(Kind::other_number);
    return true;
  }
  bool on_bool(bool truth, Code&) {
    add(Kind::boolean).integer = truth ? 1 : 0;
    return true;
  }
  bool on_null(Code&) {
    add(Kind::null);
    return true;
  }
  bool on_comment_part(Text, Code&) { return false; }
  bool on_comment(Text, Code&) { return false; }

 private:
  bool append(Text part) {
    characters_.append(part.data(), part.size());
    return true;
  }
  Node::Element& add(Kind kind) {
    elements_.push_back({.kind = kind, .key_at = key_at_, .key_size = key_size_});
    key_size_ = 0;
    return elements_.back();
  }
  bool open(Kind kind) {
    open_[depth_++] = static_cast<std::uint32_t>(elements_.size());  // the parser has checked the depth
    add(kind);
    return true;
  }
  std::size_t close() {
    const std::size_t at = open_[--depth_];
    elements_[at].span = static_cast<std::uint32_t>(elements_.size() - at);
    return at;
  }
  [[nodiscard]] std::string_view key(const Node::Element& element) const {
    return std::string_view(characters_).substr(element.key_at, element.key_size);
  }
  /// Sorts, so that an object made of a million keys costs no square of that.
  bool repeats_key(std::size_t object) {
    keys_.clear();
    for (auto at = object + 1; at < object + elements_[object].span; at += elements_[at].span)
      keys_.push_back(key(elements_[at]));
    std::ranges::sort(keys_, [](std::string_view a, std::string_view b) {
      return a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    return std::ranges::adjacent_find(keys_) != keys_.end();
  }

  std::vector<Node::Element> elements_;
  std::string characters_;
  std::vector<std::string_view> keys_;
  std::array<std::uint32_t, kMaxDepth> open_{};
  std::size_t depth_ = 0;
  std::uint32_t key_at_ = 0;
  std::uint32_t key_size_ = 0;
  bool has_duplicate_key_ = false;
};

std::string_view reason(const Code& code, std::string_view rest) {
  if (code == bj::error::incomplete) return "The text ends early";
  if (code == bj::error::too_deep) return "Objects and arrays are nested more than 32 deep";
  if (code == bj::error::illegal_leading_surrogate || code == bj::error::illegal_trailing_surrogate)
    return "A \\u escape is half of a surrogate pair";
  if (code == bj::error::expected_hex_digit) return "A \\u escape needs four hexadecimal digits";
  if (code == bj::error::exponent_overflow) return "The exponent of a number is too large";
  const bool is_ascii = rest.empty() || static_cast<unsigned char>(rest.front()) < 0x80;
  return is_ascii || utf8_length(rest) ? "Unexpected character" : "Ill-formed UTF-8";
}

Refused refuse(std::string_view what, std::size_t offset) {
  return Refused(errors::malformed(fmt::format("{} at byte {}.", what, offset)));
}

}  // namespace

static_assert(kMaxDepth == 32, "reason() names the depth");

Result<Document> parse(std::string_view text) {
  if (text.empty()) return Refused(errors::malformed("The text is empty."));
  if (text.size() > kMaxBytes) return Refused(errors::malformed("The text is too long."));
  bj::parse_options options;
  options.max_depth = kMaxDepth;
  bj::basic_parser<TapeHandler> parser(options, text.size());
  Code code;
  const auto used = parser.write_some(false, text.data(), text.size(), code);
  if (parser.handler().has_duplicate_key()) return refuse("An object names a key more than once; it ends", used);
  if (code) return refuse(reason(code, text.substr(used)), used);
  if (used < text.size()) return refuse("Something follows the JSON value", used);
  return std::move(parser.handler()).take();
}

}  // namespace ddd::json
