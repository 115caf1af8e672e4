#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/kernel/result.hpp>

namespace ddd {

/// Collects every broken rule of a request, so that a client learns all of them at once.
///
///   Validation check;
///   auto email = check.field("/email", Email::parse(text));   // optional<Email>
///   if (!check.ok()) return check.refuse("user.invalid");
class Validation {
 public:
  void add(Violation violation) { violations_.push_back(std::move(violation)); }

  /// Takes the value out of `result`, or notes its violations under `pointer` (put in front of theirs).
  template <class T>
  [[nodiscard]] std::optional<T> field(std::string_view pointer, Result<T> result) {
    if (result) return *std::move(result);
    note(pointer, result.error());
    return std::nullopt;
  }
  void field(std::string_view pointer, const Result<>& result) {
    if (!result) note(pointer, result.error());
  }

  [[nodiscard]] bool ok() const { return violations_.empty(); }

  /// `code` must have static storage.
  [[nodiscard]] Refused refuse(std::string_view code, std::string message = "The request breaks a rule.") && {
    return Refused(Error{.kind = ErrorKind::rejected,
                         .code = code,
                         .message = std::move(message),
                         .violations = std::move(violations_)});
  }

 private:
  void note(std::string_view pointer, const Error& error) {
    if (error.violations.empty()) {
      violations_.push_back({std::string(pointer), std::string(error.code), error.message, std::nullopt});
    }
    for (const auto& violation : error.violations) {
      violations_.push_back(
          {std::string(pointer) + violation.pointer, violation.code, violation.message, violation.limit});
    }
  }

  std::vector<Violation> violations_;
};

/// A single broken rule as a refusal; the pointer is filled by whoever knows where the value stood.
[[nodiscard]] inline Refused broken_rule(std::string_view code, std::string rule, std::string message,
                                         std::optional<std::int64_t> limit = std::nullopt) {
  return Refused(Error{.kind = ErrorKind::rejected,
                       .code = code,
                       .message = message,
                       .violations = {{"", std::move(rule), message, limit}}});
}

}  // namespace ddd
