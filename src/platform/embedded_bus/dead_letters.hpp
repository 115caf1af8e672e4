#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/messaging/bus.hpp>
#include <ddd/platform/sqlite/connection.hpp>

namespace ddd {

enum class LetterState {
  dead,       ///< waits for an operator
  redriving,  ///< will be delivered to its group again, by the process that runs or by the next one
  redriven,   ///< was delivered again and handled
  discarded,  ///< given up for a reason
};
[[nodiscard]] std::string_view to_text(LetterState state);

/// A dead letter as an operator sees it.
struct StoredLetter {
  std::int64_t number = 0;
  DeadLetter letter;
  LetterState state = LetterState::dead;
  std::optional<Timestamp> redriven_at;
  std::optional<Timestamp> discarded_at;
  std::string discard_reason;
  /// The mark on its key: events of the same key behind it that its group has handled meanwhile.
  std::int64_t overtaken_by = 0;
};

/// Which letters: those that all the given members fit.
struct LetterFilter {
  std::vector<std::int64_t> numbers;  ///< empty: any
  std::optional<std::string> group;
  std::optional<std::string> type;
  std::optional<std::string> key;
  bool settled = false;  ///< also those that were redriven or discarded
};

/// The dead letters in the file of an embedded bus, for operators: beside the process that runs on it, or without one.
/// A redriven letter is delivered to its own group alone, before new events and in the order of the topic; the group's
/// inbox keeps the effect to one. Blocks. Errors besides those named: those of sqlite::open_existing,
/// `store.unavailable`.
class DeadLetterBox {
 public:
  /// `path` is that of bus.db.
  [[nodiscard]] static Result<DeadLetterBox> open(const std::string& path);

  /// In the order of their numbers, at most `limit`.
  [[nodiscard]] Result<std::vector<StoredLetter>> list(const LetterFilter& filter, std::size_t limit);
  /// Has the dead ones among the first `limit` letters delivered again; gives them. With `dry_run` nothing changes.
  /// Errors: `dead_letter.not_found`, `dead_letter.settled`, `dead_letter.older_first` (conflict: an older letter of
  /// the same group and key would be overtaken).
  [[nodiscard]] Result<std::vector<StoredLetter>> redrive(const LetterFilter& filter, std::size_t limit, Timestamp now,
                                                          bool dry_run);
  /// Gives letters up. Errors: `dead_letter.not_found`, `dead_letter.settled`.
  [[nodiscard]] Result<std::vector<StoredLetter>> discard(const LetterFilter& filter, std::size_t limit,
                                                          const std::string& reason, Timestamp now, bool dry_run);

 private:
  explicit DeadLetterBox(std::unique_ptr<sqlite::Connection> connection) : connection_(std::move(connection)) {}
  [[nodiscard]] std::vector<StoredLetter> read(const LetterFilter& filter, std::size_t limit);
  [[nodiscard]] Result<std::vector<StoredLetter>> read_dead(const LetterFilter& filter, std::size_t limit);
  [[nodiscard]] Result<> check_order(const std::vector<StoredLetter>& letters);

  std::unique_ptr<sqlite::Connection> connection_;
};

}  // namespace ddd
