#include <gtest/gtest.h>

#include <ddd/sandbox/domain/idempotency.hpp>

namespace ddd::sandbox {
namespace {

using namespace std::chrono_literals;

const Timestamp kMade = from_micros(1'800'000'000'000'000);
const KeyRecord kRecord{
    .key = "k", .fingerprint = "f", .status = 402, .body = "{}", .request_id = "req_1", .created_at = kMade};

TEST(UseOfKey, is_to_execute_when_the_key_is_new) {
  EXPECT_EQ(use_of_key(std::nullopt, "f", kMade), KeyUse::execute);
}

TEST(UseOfKey, is_to_replay_for_a_day) {
  EXPECT_EQ(use_of_key(kRecord, "f", kMade), KeyUse::replay);
  EXPECT_EQ(use_of_key(kRecord, "f", kMade + 24h - 1us), KeyUse::replay);
  EXPECT_EQ(use_of_key(kRecord, "f", kMade + 24h), KeyUse::execute) << "a pruned key executes again";
}

TEST(UseOfKey, is_misuse_with_other_parameters) {
  EXPECT_EQ(use_of_key(kRecord, "g", kMade + 1h), KeyUse::misuse);
  EXPECT_EQ(use_of_key(kRecord, "g", kMade + 24h), KeyUse::execute);
}

}  // namespace
}  // namespace ddd::sandbox
