#pragma once

#include <cstddef>
#include <filesystem>
#include <map>

#include <ddd/kernel/result.hpp>
#include <ddd/reconcile/history.hpp>

namespace ddd::reconcile {

/// What the stores of a data folder hold, for `check` of a history. The provider's books are in the folder. Error:
/// `reconcile.cannot_read`.
[[nodiscard]] Result<Books> read_books(const std::filesystem::path& folder, std::map<int, std::int64_t> users);

/// What has not come to rest yet: what L1 to L4 of [reliability A] count.
struct Unrest {
  std::size_t payments = 0;      ///< L1: neither at an end nor waiting for their buyer
  std::size_t events = 0;        ///< L2: not on the bus
  std::size_t deliveries = 0;    ///< L3: events that a consumer group has before it
  std::size_t reservations = 0;  ///< L4: held for payments that have ended
};
/// Error: `reconcile.cannot_read`.
[[nodiscard]] Result<Unrest> read_unrest(const std::filesystem::path& folder);

}  // namespace ddd::reconcile
