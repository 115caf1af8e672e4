#include <functional>

#include <gtest/gtest.h>
#include <product/support/values.hpp>

namespace ddd::product {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::payment;

constexpr Timestamp kEnd = kStart + 15min;
const std::vector<StockLine> kLines{{ProductId(1), 2}, {ProductId(2), 1}};

Reservation in(ReservationState state) {
  return Reservation::restore({.id = payment(1),
                               .lines = kLines,
                               .state = state,
                               .version = 1,
                               .event_sequence = 1,
                               .created_at = kStart,
                               .expires_at = kEnd});
}

using State = ReservationState;
using Step = std::function<Result<>(Reservation&)>;
const Step kPin = [](Reservation& r) { return r.pin(kStart); };
const Step kPinLate = [](Reservation& r) { return r.pin(kEnd); };
const Step kConsume = [](Reservation& r) { return r.consume(); };
const Step kRelease = [](Reservation& r) { return r.release(); };
const Step kExpireEarly = [](Reservation& r) { return r.expire(kEnd - 1us); };
const Step kExpire = [](Reservation& r) { return r.expire(kEnd); };

/// Where a step leads from a state, or what refuses it.
struct Row {
  const char* name;
  const Step* step;
  State from;
  State to;
  std::string_view refusal;
};

constexpr std::string_view kLost = "product.reservation_lost";
constexpr std::string_view kWrongState = "product.reservation_state";

const Row kTable[] = {
    {"pin", &kPin, State::held, State::pinned, ""},
    {"pin", &kPin, State::pinned, State::pinned, ""},
    {"pin", &kPin, State::consumed, State::consumed, ""},
    {"pin", &kPin, State::released, State::released, kLost},
    {"pin", &kPin, State::expired, State::expired, kLost},
    {"pin late", &kPinLate, State::held, State::held, kLost},
    {"pin late", &kPinLate, State::pinned, State::pinned, ""},
    {"pin late", &kPinLate, State::consumed, State::consumed, ""},
    {"consume", &kConsume, State::held, State::held, kWrongState},
    {"consume", &kConsume, State::pinned, State::consumed, ""},
    {"consume", &kConsume, State::released, State::released, kWrongState},
    {"consume", &kConsume, State::expired, State::expired, kWrongState},
    {"release", &kRelease, State::held, State::released, ""},
    {"release", &kRelease, State::pinned, State::released, ""},
    {"release", &kRelease, State::consumed, State::consumed, kWrongState},
    {"release", &kRelease, State::released, State::released, ""},
    {"release", &kRelease, State::expired, State::expired, ""},
    {"expire early", &kExpireEarly, State::held, State::held, kWrongState},
    {"expire", &kExpire, State::held, State::expired, ""},
    {"expire", &kExpire, State::pinned, State::pinned, kWrongState},
    {"expire", &kExpire, State::consumed, State::consumed, kWrongState},
    {"expire", &kExpire, State::released, State::released, kWrongState},
    {"expire", &kExpire, State::expired, State::expired, kWrongState},
};

TEST(AReservation, goes_the_way_of_its_state_machine_and_no_other) {
  for (const auto& row : kTable) {
    SCOPED_TRACE(std::string(row.name) + " when " + std::string(to_text(row.from)));
    auto reservation = in(row.from);
    const auto result = (*row.step)(reservation);
    EXPECT_EQ(reservation.state().state, row.to);
    EXPECT_EQ(reservation.has_changes(), row.from != row.to);
    if (row.refusal.empty()) {
      EXPECT_TRUE(result);
    } else {
      ASSERT_FALSE(result);
      EXPECT_EQ(result.error().code, row.refusal);
      EXPECT_EQ(result.error().kind, ErrorKind::conflict);
    }
  }
}

TEST(AReservation, holds_stock_until_it_is_over) {
  EXPECT_TRUE(in(State::held).holds_stock());
  EXPECT_TRUE(in(State::pinned).holds_stock());
  for (const auto state : {State::consumed, State::released, State::expired}) EXPECT_FALSE(in(state).holds_stock());
}

TEST(AReservation, tells_when_it_is_made_given_back_and_run_out) {
  const auto made = Reservation::hold(payment(1), kLines, kStart, kEnd);
  EXPECT_EQ(std::get<StockReserved>(made.events().pending().at(0)).lines, kLines);
  EXPECT_EQ(std::get<StockReserved>(made.events().pending().at(0)).expires_at, kEnd);
  EXPECT_TRUE(made.has_changes());

  auto released = in(State::pinned);
  ASSERT_TRUE(released.release());
  EXPECT_EQ(std::get<StockReleased>(released.events().pending().at(0)).lines, kLines);
  auto expired = in(State::held);
  ASSERT_TRUE(expired.expire(kEnd));
  EXPECT_EQ(std::get<StockReservationExpired>(expired.events().pending().at(0)).lines, kLines);
}

TEST(AReservation, is_pinned_and_consumed_without_news_of_its_own) {
  auto reservation = in(State::held);
  ASSERT_TRUE(reservation.pin(kStart));
  ASSERT_TRUE(reservation.consume());
  EXPECT_TRUE(reservation.events().pending().empty());
  EXPECT_TRUE(reservation.has_changes());
}

TEST(AReservation, saved_has_no_changes_and_counts_on) {
  auto reservation = in(State::held);
  ASSERT_TRUE(reservation.release());
  reservation.mark_saved();
  EXPECT_FALSE(reservation.has_changes());
  EXPECT_EQ(reservation.version(), 2);
  EXPECT_EQ(reservation.state().event_sequence, 2);
}

}  // namespace
}  // namespace ddd::product
