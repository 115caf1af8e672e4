#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/kernel/result.hpp>

namespace ddd::json {

enum class Kind : std::uint8_t {
  null,
  boolean,
  integer,       ///< written without fraction and exponent, and within int64
  other_number,  ///< any other number; its value is not kept
  string,
  array,
  object,
};

/// A value inside a document; two pointers, to be passed by value. Iterating over an array or object visits its
/// elements in the order of the text.
class Node {
 public:
  struct Element;
  class Iterator;

  [[nodiscard]] Kind kind() const;
  /// The name under which the value stands in its object, unescaped; empty for other values.
  [[nodiscard]] std::string_view key() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] std::int64_t integer() const;
  /// Unescaped UTF-8 of a string.
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] Iterator begin() const;
  [[nodiscard]] Iterator end() const;

 private:
  friend class Document;
  Node(const Element* element, const char* characters) : element_(element), characters_(characters) {}

  const Element* element_;
  const char* characters_;
};

/// One value of the tape: a value is followed by all that it holds, `span` elements including itself.
struct Node::Element {
  Kind kind = Kind::null;
  std::uint32_t span = 1;
  std::uint32_t key_at = 0;
  std::uint32_t key_size = 0;
  std::int64_t integer = 0;
  std::uint32_t text_at = 0;
  std::uint32_t text_size = 0;
};

class Node::Iterator {
 public:
  Iterator(const Element* element, const char* characters) : element_(element), characters_(characters) {}
  [[nodiscard]] Node operator*() const { return {element_, characters_}; }
  Iterator& operator++() {
    element_ += element_->span;
    return *this;
  }
  friend bool operator==(const Iterator& a, const Iterator& b) { return a.element_ == b.element_; }

 private:
  const Element* element_;
  const char* characters_;
};

/// A parsed text: a flat list of values and one block with all unescaped strings, so that it costs two allocations.
/// Nodes are valid while the document is neither moved nor destroyed.
class Document {
 public:
  Document(std::vector<Node::Element> elements, std::string characters)
      : elements_(std::move(elements)), characters_(std::move(characters)) {}

  [[nodiscard]] Node root() const { return {elements_.data(), characters_.data()}; }

 private:
  std::vector<Node::Element> elements_;
  std::string characters_;
};

/// Objects and arrays nested deeper are refused.
inline constexpr std::size_t kMaxDepth = 32;
/// Longer texts are refused; callers have far lower limits of their own.
inline constexpr std::size_t kMaxBytes = std::size_t{16} * 1024 * 1024;

/// Parses RFC 8259 JSON of any top-level kind. Refuses with `request.malformed` what is not JSON, duplicate keys at any
/// depth, ill-formed UTF-8, lone surrogates, depth and length over the limits; the message names the byte offset.
/// O(n log n) in the length of the text.
[[nodiscard]] Result<Document> parse(std::string_view text);

inline Kind Node::kind() const {
  return element_->kind;
}
inline std::string_view Node::key() const {
  return {characters_ + element_->key_at, element_->key_size};
}
inline bool Node::boolean() const {
  return element_->integer != 0;
}
inline std::int64_t Node::integer() const {
  return element_->integer;
}
inline std::string_view Node::text() const {
  return {characters_ + element_->text_at, element_->text_size};
}
inline Node::Iterator Node::begin() const {
  return {element_ + 1, characters_};
}
inline Node::Iterator Node::end() const {
  return {element_ + element_->span, characters_};
}

}  // namespace ddd::json
