#pragma once

#include <ddd/sandbox/application/ports/event_store.hpp>
#include <ddd/sandbox/storage/sandbox_file.hpp>

namespace ddd::sandbox {

/// EventStore on `sandbox.db`.
class SqliteEventStore final : public EventStore {
 public:
  /// `file` outlives this.
  explicit SqliteEventStore(SandboxFile& file) : file_(file) {}

  [[nodiscard]] Task<Result<std::optional<StoredEvent>>> find_event(EventId id) override;
  [[nodiscard]] Task<Result<Page<StoredEvent, EventId>>> list_events(EventFilter filter) override;
  [[nodiscard]] Task<Result<std::vector<StoredEvent>>> due_events(Timestamp now, std::size_t limit) override;
  [[nodiscard]] Task<Result<std::optional<Timestamp>>> next_due(Timestamp now) override;
  [[nodiscard]] Task<Result<>> mark_delivered(std::int64_t row, Timestamp at) override;
  [[nodiscard]] Task<Result<>> mark_failed(std::int64_t row, std::optional<Timestamp> next) override;
  [[nodiscard]] Task<Result<std::size_t>> forget_events(Timestamp before, std::size_t limit) override;

 private:
  SandboxFile& file_;
};

}  // namespace ddd::sandbox
