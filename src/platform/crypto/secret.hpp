#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ddd::crypto {

/// Text that must not leak: it can't be printed, streamed, formatted, compared or converted by accident, and its memory
/// is wiped when it goes away. The bytes live on the heap, so that moving one leaves no copy behind.
class Secret {
 public:
  Secret() = default;
  /// Copies; whoever holds the original still holds it.
  explicit Secret(std::string_view text) : bytes_(text.begin(), text.end()) {}
  /// Copies and wipes the original.
  [[nodiscard]] static Secret take(std::string&& source);

  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret other) noexcept {
    bytes_.swap(other.bytes_);
    return *this;
  }
  ~Secret();

  /// The one way to the bytes; valid while this object lives, never null. Compare with `constant_time_equal`
  /// (digest.hpp).
  [[nodiscard]] std::string_view reveal() const {
    return bytes_.empty() ? std::string_view("") : std::string_view(bytes_.data(), bytes_.size());
  }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::vector<char> bytes_;
};

}  // namespace ddd::crypto
