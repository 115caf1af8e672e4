#include <algorithm>
#include <utility>

#include <ddd/platform/embedded_bus/dead_letters.hpp>
#include <ddd/platform/embedded_bus/embedded_bus.hpp>
#include <ddd/platform/sqlite/existing_file.hpp>

namespace ddd {
namespace {

Error not_found(std::string what) {
  return {.kind = ErrorKind::not_found, .code = "dead_letter.not_found", .message = std::move(what)};
}

Error settled(const StoredLetter& letter) {
  return {.kind = ErrorKind::conflict,
          .code = "dead_letter.settled",
          .message = "Letter " + std::to_string(letter.number) + " is " + std::string(to_text(letter.state)) +
                     " already; see it with 'dead-letter show'."};
}

Error older_first(std::int64_t older, const StoredLetter& letter) {
  return {.kind = ErrorKind::conflict,
          .code = "dead_letter.older_first",
          .message = "Letter " + std::to_string(older) + " is older and of the same key (" + letter.letter.event.key +
                     ") as letter " + std::to_string(letter.number) +
                     ": redrive both at once, or redrive or discard the older one first."};
}

LetterState state_of(std::string_view text) {
  for (const auto state : {LetterState::redriving, LetterState::redriven, LetterState::discarded}) {
    if (text == to_text(state)) return state;
  }
  return LetterState::dead;
}

StoredLetter read_letter(const sqlite::Query& row) {
  const auto topic = row.string(2);
  return {.number = row.integer(0),
          .letter = {.group = row.string(1),
                     .topic = topic,
                     .offset = row.integer(3),
                     .event = {.id = EventId::restore(row.string(4)),
                               .topic = topic,
                               .key = row.string(5),
                               .type = row.string(6),
                               .source = row.string(7),
                               .subject = row.string(8),
                               .sequence = row.integer(9),
                               .aggregate_version = row.integer(10),
                               .time = row.timestamp(11),
                               .correlation_id = row.string(12),
                               .causation_id = row.string(13),
                               .traceparent = row.string(14),
                               .data = row.string(15)},
                     .error_code = row.string(16),
                     .error_message = row.string(17),
                     .attempts = static_cast<int>(row.integer(18)),
                     .failed_at = row.timestamp(19)},
          .state = state_of(row.text(20)),
          .redriven_at = row.maybe_timestamp(21),
          .discarded_at = row.maybe_timestamp(22),
          .discard_reason = row.string(23),
          .overtaken_by = row.integer(24)};
}

/// The conditions of a filter, and what is bound into them.
std::string conditions_of(const LetterFilter& filter, std::vector<sqlite::BoundValue>& values) {
  std::string sql = filter.settled ? "1" : "d.state IN ('dead', 'redriving')";
  const auto add = [&](std::string_view column, const std::optional<std::string>& value) {
    if (!value) return;
    values.emplace_back(*value);
    sql += " AND " + std::string(column) + " = ?" + std::to_string(values.size());
  };
  add("d.consumer_group", filter.group);
  add("d.type", filter.type);
  add("e.key", filter.key);
  if (filter.numbers.empty()) return sql;
  sql += " AND d.row IN (NULL";
  for (const auto number : filter.numbers) {
    values.emplace_back(number);
    sql += ", ?" + std::to_string(values.size());
  }
  return sql + ")";
}

/// Runs `use()` in one transaction of `connection`; an error or a dry run undoes it.
template <class Use>
std::invoke_result_t<Use&> in_transaction(sqlite::Connection& connection, bool keep, Use use) {
  try {
    connection.execute("BEGIN IMMEDIATE");
    auto result = use();
    connection.execute(result && keep ? "COMMIT" : "ROLLBACK");
    return result;
  } catch (const sqlite::Failure& failure) {
    if (connection.in_transaction()) connection.execute("ROLLBACK");
    return Refused(sqlite::error_of(failure));
  }
}

}  // namespace

std::string_view to_text(LetterState state) {
  switch (state) {
    case LetterState::dead:
      return "dead";
    case LetterState::redriving:
      return "redriving";
    case LetterState::redriven:
      return "redriven";
    case LetterState::discarded:
      return "discarded";
  }
  std::unreachable();
}

Result<DeadLetterBox> DeadLetterBox::open(const std::string& path) {
  DDD_TRY(auto connection, sqlite::open_existing(path, sqlite::Connection::Mode::read_write,
                                                 EmbeddedBusFile::migrations().back().version));
  return DeadLetterBox(std::move(connection));
}

Result<std::vector<StoredLetter>> DeadLetterBox::list(const LetterFilter& filter, std::size_t limit) {
  try {
    return read(filter, limit);
  } catch (const sqlite::Failure& failure) {
    return Refused(sqlite::error_of(failure));
  }
}

Result<std::vector<StoredLetter>> DeadLetterBox::redrive(const LetterFilter& filter, std::size_t limit, Timestamp now,
                                                         bool dry_run) {
  return in_transaction(*connection_, !dry_run, [&]() -> Result<std::vector<StoredLetter>> {
    DDD_TRY(auto letters, read_dead(filter, limit));
    for (auto& letter : letters) {
      connection_->execute("UPDATE dead_letters SET state = 'redriving', redriven_at = ?2 WHERE row = ?1",
                           letter.number, now);
    }
    DDD_CHECK(check_order(letters));
    return letters;
  });
}

Result<std::vector<StoredLetter>> DeadLetterBox::discard(const LetterFilter& filter, std::size_t limit,
                                                         const std::string& reason, Timestamp now, bool dry_run) {
  return in_transaction(*connection_, !dry_run, [&]() -> Result<std::vector<StoredLetter>> {
    DDD_TRY(auto letters, read_dead(filter, limit));
    for (auto& letter : letters) {
      connection_->execute(
          "UPDATE dead_letters SET state = 'discarded', discarded_at = ?2, discard_reason = ?3 WHERE row = ?1",
          letter.number, now, reason);
    }
    return letters;
  });
}

std::vector<StoredLetter> DeadLetterBox::read(const LetterFilter& filter, std::size_t limit) {
  std::vector<sqlite::BoundValue> values;
  const auto conditions = conditions_of(filter, values);
  values.emplace_back(static_cast<std::int64_t>(limit));
  auto row = connection_->query_once(
      R"(SELECT d.row, d.consumer_group, d.topic, d.offset, d.event_id, coalesce(e.key, ''), d.type,
           coalesce(e.source, ''), coalesce(e.subject, ''), coalesce(e.sequence, 0), coalesce(e.aggregate_version, 0),
           coalesce(e.time, 0), coalesce(e.correlation_id, ''), coalesce(e.causation_id, ''),
           coalesce(e.traceparent, ''), coalesce(e.data, ''), d.error_code, d.error_message, d.attempts, d.failed_at,
           d.state, d.redriven_at, d.discarded_at, d.discard_reason,
           (SELECT count(*) FROM events later JOIN group_offsets g
              ON g.topic = later.topic AND g.consumer_group = d.consumer_group AND later.offset <= g.committed
            WHERE later.topic = d.topic AND later.offset > d.offset AND later.key = e.key)
         FROM dead_letters d LEFT JOIN events e ON e.topic = d.topic AND e.offset = d.offset WHERE )" +
          conditions + " ORDER BY d.row LIMIT ?" + std::to_string(values.size()),
      values);
  std::vector<StoredLetter> letters;
  while (row.next()) letters.push_back(read_letter(row));
  return letters;
}

Result<std::vector<StoredLetter>> DeadLetterBox::read_dead(const LetterFilter& filter, std::size_t limit) {
  auto any = filter;
  any.settled = !filter.numbers.empty();
  auto letters = read(any, limit);
  for (const auto number : filter.numbers) {
    if (std::ranges::find(letters, number, &StoredLetter::number) == letters.end()) {
      return Refused(not_found("There is no letter " + std::to_string(number) +
                               " that fits; 'dead-letter list' shows those that wait."));
    }
  }
  for (const auto& letter : letters) {
    if (!filter.numbers.empty() && letter.state != LetterState::dead) return Refused(settled(letter));
  }
  std::erase_if(letters, [](const StoredLetter& letter) { return letter.state != LetterState::dead; });
  return letters;
}

// After the update, so that only those that were not chosen are dead.
Result<> DeadLetterBox::check_order(const std::vector<StoredLetter>& letters) {
  for (const auto& each : letters) {
    auto row = connection_->query(
        R"(SELECT d.row FROM dead_letters d JOIN events e ON e.topic = d.topic AND e.offset = d.offset
           WHERE d.state = 'dead' AND d.consumer_group = ?1 AND d.topic = ?2 AND d.offset < ?3 AND e.key = ?4
           ORDER BY d.offset)",
        each.letter.group, each.letter.topic, each.letter.offset, each.letter.event.key);
    if (row.next()) return Refused(older_first(row.integer(0), each));
  }
  return {};
}

}  // namespace ddd
