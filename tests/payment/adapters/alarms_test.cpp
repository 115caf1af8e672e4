#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <payment/support/values.hpp>
#include <platform_ops/temp_folder.hpp>

#include <ddd/payment/adapters/metrics/measured_alarms.hpp>

namespace ddd::payment {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using test::payment_id;

class Alarms : public ::testing::Test {
 protected:
  Alarms() {
    log = Log::to_file(folder / "log", {.service = "test", .level = LogLevel::info, .format = LogFormat::json}, clock)
              .value();
    alarms.emplace(metrics, *log);
  }
  /// Payments are told as overdue, uncertain ones or unfulfilled ones.
  void tell(std::vector<Waiting> uncertain, Timestamp now = kStart + 3min, std::vector<Waiting> unfulfilled = {}) {
    alarms->overdue(
        {.uncertain = std::move(uncertain), .unfulfilled = std::move(unfulfilled), .unfulfillable = {}, .in_review = 0},
        now);
  }
  /// Ends the log; how many of its lines have all of the words.
  int lines_with(std::vector<std::string> words) {
    alarms.reset();
    log.reset();
    std::ifstream file(folder / "log");
    int found = 0;
    for (std::string line; std::getline(file, line);) {
      const bool has_all =
          std::ranges::all_of(words, [&](const std::string& word) { return line.find(word) != std::string::npos; });
      if (has_all) ++found;
    }
    return found;
  }

  ddd::test::TempFolder folder;
  test::ManualClock clock;
  metrics::Registry metrics;
  std::unique_ptr<Log> log;
  std::optional<MeasuredAlarms> alarms;
};

TEST_F(Alarms, count_what_is_overdue_now) {
  tell({{payment_id(1), kStart}, {payment_id(2), kStart}}, kStart + 3min, {{payment_id(3), kStart}});
  auto text = metrics.expose();
  EXPECT_NE(text.find("payments_uncertain 2"), std::string::npos) << text;
  EXPECT_NE(text.find("payments_unfulfilled 1"), std::string::npos) << text;
  tell({});
  text = metrics.expose();
  EXPECT_NE(text.find("payments_uncertain 0"), std::string::npos) << text;
}

TEST_F(Alarms, warn_of_a_payment_once) {
  for (int minute = 2; minute < 60; ++minute) tell({{payment_id(1), kStart}}, kStart + minute * 1min);
  EXPECT_EQ(lines_with({"\"warn\"", "payment is uncertain", "pay_1"}), 1);
}

TEST_F(Alarms, report_a_payment_as_an_error_once_after_half_an_hour) {
  for (int minute = 2; minute < 60; ++minute) tell({{payment_id(1), kStart}}, kStart + minute * 1min);
  EXPECT_EQ(lines_with({"\"error\"", "payment is uncertain", "pay_1"}), 1);
}

TEST_F(Alarms, warn_again_of_a_payment_that_was_certain_meanwhile) {
  tell({{payment_id(1), kStart}});
  tell({});
  tell({{payment_id(1), kStart + 1h}}, kStart + 1h + 3min);
  EXPECT_EQ(lines_with({"payment is uncertain", "pay_1"}), 2);
}

TEST_F(Alarms, warn_of_a_sale_that_is_not_fulfilled_once) {
  for (int minute = 5; minute < 60; ++minute) tell({}, kStart + minute * 1min, {{payment_id(3), kStart}});
  EXPECT_EQ(lines_with({"\"warn\"", "sale is not fulfilled", "pay_3"}), 1);
}

TEST_F(Alarms, report_a_sale_that_cannot_be_fulfilled_as_an_error_once) {
  for (int minute = 1; minute < 60; ++minute) {
    alarms->overdue({.uncertain = {}, .unfulfilled = {}, .unfulfillable = {{payment_id(4), kStart}}, .in_review = 0},
                    kStart + minute * 1min);
  }
  EXPECT_NE(metrics.expose().find("payments_unfulfillable 1"), std::string::npos);
  EXPECT_EQ(lines_with({"\"error\"", "sale can't be fulfilled", "pay_4"}), 1);
}

TEST_F(Alarms, tell_of_a_payment_that_cannot_be_read) {
  alarms->unreadable(payment_id(9));
  const auto text = metrics.expose();
  EXPECT_NE(text.find("payments_unreadable_total 1"), std::string::npos) << text;
  EXPECT_EQ(lines_with({"\"error\"", "payment can't be read", "pay_9"}), 1);
}

}  // namespace
}  // namespace ddd::payment
