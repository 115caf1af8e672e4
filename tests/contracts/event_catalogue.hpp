#pragma once

#include <span>
#include <string>
#include <string_view>

#include <ddd/kernel/result.hpp>

/// Every event of src/contracts, as one list: what the schemas are made from and the examples are checked against.
namespace ddd::test {

struct EventContract {
  std::string_view type;        ///< "ddd.payment.completed.v1"
  std::string_view topic;       ///< "payment-events"
  std::string_view key;         ///< what the key of the event, and with it its order, is an id of: "payment"
  std::string_view key_prefix;  ///< of that id; empty for a number
  std::string (*schema)();      ///< of the data, as json::schema gives it
  /// Reads data as a consumer does and writes it as the publisher does. Errors: those of json::decode_event.
  Result<std::string> (*reencode)(std::string_view data);
};

[[nodiscard]] std::span<const EventContract> event_catalogue();

/// "payment/v1/completed": where the event's files are below contracts/events, without their endings.
[[nodiscard]] std::string path_of(const EventContract& contract);

/// The JSON Schema of the event's data as it is kept in a file: with a name, on many lines, and open to fields that a
/// later minor version adds.
[[nodiscard]] std::string schema_file(const EventContract& contract);

}  // namespace ddd::test
