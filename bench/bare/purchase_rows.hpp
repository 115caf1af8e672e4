#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "committer.hpp"

namespace ddd::bench {

enum class File : std::size_t { basket, product, payment, sandbox, bus };
inline constexpr std::array kFiles = {"basket.db", "product.db", "payment.db", "sandbox.db", "bus.db"};

/// The events of a purchase, in order.
enum class EventKind : std::size_t {
  item_added,
  payment_initiated,
  stock_reserved,
  payment_authorized,
  payment_completed,
  stock_updated,
  basket_cleared,
};
inline constexpr std::size_t kEvents = 7;

struct Event {
  EventKind kind;
  File origin;
  std::string id, topic, key, type, source, subject, traceparent, data;
  std::int64_t sequence = 0;
  std::int64_t row = 0;  ///< in the outbox
};

struct Basket {
  std::string id;
  std::int64_t user_id = 0;
  std::int64_t version = 0;
};

/// Identifiers and values of one purchase, in the shapes and lengths that the shop gives them.
struct Purchase {
  Purchase(const Basket& basket, std::mt19937_64& random);

  Basket basket;
  std::int64_t product_id;
  std::string payment_id, order_id, intent_id, charge_id, client_secret, key, fingerprint, lease, item_id, traceparent;
  std::array<std::string, kEvents> event_ids;
  std::array<std::string, 2> hook_ids;
  std::array<std::int64_t, 2> hook_rows{};  ///< in the sandbox's queue
};

/// What is on disk before the next step begins.
struct Step {
  File file;
  void (*write)(Rows&, Purchase&);
  std::optional<EventKind> event;   ///< goes into the file's outbox with it
  std::optional<std::size_t> hook;  ///< a webhook that the sandbox queues with it
};

/// The purchase of one product: the basket's write, then the ten that a payment waits for.
[[nodiscard]] const std::vector<Step>& purchase_steps();

/// What a consumer group writes when it hears of an event, with the event that it tells of that.
struct Reaction {
  EventKind heard;
  void (*write)(Rows&, const Purchase&);
  std::optional<EventKind> told;
};

/// A consumer group that hears of purchases. One without reactions counts through the topic and no more.
struct Consumer {
  const char* group;
  File topic;  ///< that of the context with this file
  File file;   ///< its own
  std::vector<Reaction> reactions;
};
[[nodiscard]] const std::vector<Consumer>& consumers();

[[nodiscard]] Event make_event(const Purchase& purchase, EventKind kind);
void add_to_outbox(Rows& rows, Event& event);
void append_to_bus(Rows& rows, const Event& event);
void mark_published(Rows& rows, const Event& event);
void commit_offset(Rows& rows, std::string_view group, File topic);

void receive_webhook(Rows& rows, const Purchase& purchase, std::size_t hook);
void mark_delivered(Rows& rows, const Purchase& purchase, std::size_t hook);

/// Makes the stock of every product last.
void stock_up(Rows& rows);
void open_basket(Rows& rows, const Basket& basket);
/// A UUIDv7 behind a prefix.
[[nodiscard]] std::string make_id(std::string_view prefix, std::mt19937_64& random);

}  // namespace ddd::bench
