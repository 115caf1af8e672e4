#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_grpc/served.hpp>

namespace ddd::rpc::test {
namespace {

using testing::IsEmpty;

const std::string kKey = "a-key-of-16-chars";

class AKey : public testing::Test {
 protected:
  static Metadata with(std::string key, std::string_view token = "user-7") {
    return as(token, {{"idempotency-key", std::move(key)}});
  }

  /// What a use case does with its save: stores the answer under the key of the call.
  void store(const StoredAnswer& answer, const IdempotencyKey& key) {
    served.store.records.push_back({.key = key, .resource_id = "r", .answer = answer, .created_at = {}});
  }

  Served served;
};

TEST_F(AKey, is_needed_where_money_moves_and_may_be_left_out_elsewhere) {
  EXPECT_EQ(served.short_call(kPay, {}, as("user-7")), "INVALID_ARGUMENT idempotency.key_required");
  EXPECT_EQ(served.short_call(kKeep, {}, as("user-7")), "OK");
  EXPECT_EQ(served.short_call(kRead, {}, {{"idempotency-key", "x"}}), "OK") << "no key counts there";
}

TEST_F(AKey, has_its_form_and_comes_once) {
  for (const auto& bad : {std::string("short"), std::string("with spaces in it ok"), std::string(256, 'k')}) {
    EXPECT_EQ(served.short_call(kPay, {}, with(bad)), "INVALID_ARGUMENT idempotency.key_invalid") << bad;
  }
  auto twice = with(kKey);
  twice.emplace_back("idempotency-key", kKey);
  EXPECT_EQ(served.short_call(kPay, {}, twice), "INVALID_ARGUMENT idempotency.key_invalid");
  EXPECT_EQ(served.short_call(kPay, {}, with("4242-4242-4242-4242")), "INVALID_ARGUMENT request.card_number");
  EXPECT_THAT(served.probe.seen, IsEmpty());
}

TEST_F(AKey, reaches_the_use_case_with_who_made_the_call_and_what_it_was) {
  served.call(kPay, text("one"), with(kKey));
  served.call(kPay, text("two"), with(kKey));
  served.call(kKeep, text("one"), with(kKey));
  ASSERT_EQ(served.probe.seen.size(), 3);
  const auto& one = *served.probe.seen[0].call.idempotency;
  EXPECT_EQ(one.user_id, UserId(7));
  EXPECT_EQ(one.key, kKey);
  EXPECT_NE(one.fingerprint, served.probe.seen[1].call.idempotency->fingerprint) << "another request";
  EXPECT_NE(one.fingerprint, served.probe.seen[2].call.idempotency->fingerprint) << "another method";
}

TEST_F(AKey, gets_a_repeat_the_first_answer_and_no_second_effect) {
  served.call(kPay, text("one"), with(kKey));
  store(to_stored(text("paid")), *served.probe.seen[0].call.idempotency);
  const auto repeat = served.call(kPay, text("one"), with(kKey));
  EXPECT_EQ(repeat.outcome.reply, text("paid").SerializeAsString());
  EXPECT_EQ(trailer_of(repeat, "idempotent-replayed"), "true");
  EXPECT_EQ(served.probe.seen.size(), 1);
}

TEST_F(AKey, gets_a_repeat_the_first_refusal) {
  served.call(kPay, text("one"), with(kKey));
  store(to_stored(Error{.kind = ErrorKind::declined, .code = "probe.declined", .message = "No."}, "t"),
        *served.probe.seen[0].call.idempotency);
  const auto repeat = served.call(kPay, text("one"), with(kKey));
  EXPECT_EQ(short_of(repeat.outcome.status), "FAILED_PRECONDITION probe.declined");
  EXPECT_EQ(trailer_of(repeat, "idempotent-replayed"), "true");
}

TEST_F(AKey, with_another_request_is_a_mistake) {
  served.call(kPay, text("one"), with(kKey));
  store(to_stored(text("paid")), *served.probe.seen[0].call.idempotency);
  EXPECT_EQ(served.short_call(kPay, text("two"), with(kKey)), "INVALID_ARGUMENT idempotency.key_reused");
  EXPECT_EQ(served.short_call(kPay, text("one"), with(kKey, "user-8")), "OK") << "a key is its user's own";
}

TEST_F(AKey, lost_to_another_call_gets_that_ones_answer) {
  served.probe.respond = [this](const Text&) {
    store(to_stored(text("the other's")), *served.probe.seen.back().call.idempotency);
    return Probe::refuse(store_errors::duplicate_key());
  };
  const auto answer = served.call(kPay, text("one"), with(kKey));
  EXPECT_EQ(answer.outcome.reply, text("the other's").SerializeAsString());
}

TEST_F(AKey, held_by_a_call_that_does_not_end_is_in_flight) {
  served.probe.respond = [](const Text&) { return Probe::refuse(store_errors::duplicate_key()); };
  EXPECT_EQ(served.short_call(kPay, text("one"), with(kKey)), "FAILED_PRECONDITION idempotency.in_flight");
  EXPECT_GT(served.sleeper.slept, std::chrono::seconds(1));
}

TEST_F(AKey, whose_store_is_away_is_not_used) {
  served.store.broken = true;
  EXPECT_EQ(served.short_call(kPay, text("one"), with(kKey)), "UNAVAILABLE store.unavailable");
  EXPECT_THAT(served.probe.seen, IsEmpty());
}

}  // namespace
}  // namespace ddd::rpc::test
