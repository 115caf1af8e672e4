#pragma once

#include <cstddef>
#include <string_view>

namespace ddd::payment::stripe {

/// What is asked of the provider. Those from `look_up` on only ask: nothing there changes by them.
enum class Operation {
  create,
  confirm,
  capture,
  cancel,
  refund,
  look_up,
  list,
  look_up_refund,
  list_refunds,
  find_card,
};

inline constexpr std::size_t kOperations = 10;

/// For logs: "create", …, "find_card".
[[nodiscard]] std::string_view to_text(Operation operation);

/// Whether the operation can't have changed anything, whatever became of it.
[[nodiscard]] constexpr bool only_asks(Operation operation) {
  return operation >= Operation::look_up;
}

}  // namespace ddd::payment::stripe
