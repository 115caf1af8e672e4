#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/money.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/json/document.hpp>
#include <ddd/platform/json/shape.hpp>

namespace ddd::json {

/// Where a value stands: a chain up to the root, on the stack. It becomes a JSON pointer only when something is wrong.
struct Place {
  const Place* parent = nullptr;
  std::string_view key{};
  std::optional<std::size_t> index{};

  /// RFC 6901; "" for the root.
  [[nodiscard]] std::string pointer() const;
};

enum class UnknownFields { refused, ignored };
/// What a field with the value null is: a mistake, or a field that isn't there.
enum class NullFields { refused, absent };

class Reading;

/// How one field of a struct is read, without the struct's type, so that the walk over an object is compiled once.
struct FieldReader {
  std::string_view name;
  bool is_required;
  void (*read)(Reading& reading, Node node, const Place& place, void* object);
};

/// One pass over a document that gathers everything wrong with it. The readers leave their target as it is when they
/// note something. It ends when kMaxViolations are found, so that a hostile text costs little.
class Reading {
 public:
  static constexpr std::size_t kMaxViolations = 100;

  explicit Reading(UnknownFields unknown_fields, NullFields null_fields = NullFields::refused)
      : unknown_fields_(unknown_fields), null_fields_(null_fields) {}

  /// True when no more violations are taken: whoever walks over many values stops.
  [[nodiscard]] bool is_full() const { return violations_.size() >= kMaxViolations; }

  void value(Node node, const Place& place, const FieldOptions& options, std::string& target);
  void value(Node node, const Place& place, const FieldOptions& options, std::int64_t& target);
  void value(Node node, const Place& place, const FieldOptions& options, int& target);
  void value(Node node, const Place& place, const FieldOptions& options, bool& target);
  void value(Node node, const Place& place, const FieldOptions& options, Money& target);
  void value(Node node, const Place& place, const FieldOptions& options, Timestamp& target);
  void value(Node node, const Place& place, const FieldOptions& options, TextMap& target);

  /// The text of a string, or nothing when it is none or holds a control character.
  [[nodiscard]] std::optional<std::string_view> text(Node node, const Place& place, bool multiline = false);
  /// False, and noted, when the value is no array.
  [[nodiscard]] bool is_array(Node node, const Place& place);
  /// Walks over the members; `target` is the struct that the readers fill. At most 64 fields.
  void object(Node node, const Place& place, std::span<const FieldReader> fields, void* target);

  /// A value of the right JSON type that can't stand there.
  void reject(const Place& place, std::string_view code, std::string message,
              std::optional<std::int64_t> limit = std::nullopt);

  /// `request.invalid` or `request.rejected` with what was noted, if anything was.
  [[nodiscard]] Result<> finish() &&;

 private:
  void refuse(const Place& place, std::string_view code, std::string message);
  [[nodiscard]] bool is_absent(Node member) const {
    return null_fields_ == NullFields::absent && member.kind() == Kind::null;
  }
  [[nodiscard]] bool is_kind(Node node, Kind kind, const Place& place, std::string_view expected);
  void note(const Place& place, std::string_view code, std::string message, std::optional<std::int64_t> limit);

  UnknownFields unknown_fields_;
  NullFields null_fields_;
  bool unreadable_ = false;
  std::vector<Violation> violations_;
};

}  // namespace ddd::json
