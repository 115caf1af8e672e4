#include <gtest/gtest.h>
#include <platform_grpc/probe.hpp>

#include <ddd/kernel/text.hpp>
#include <ddd/platform/grpc/stored.hpp>

namespace ddd::rpc::test {
namespace {

TEST(AStoredAnswer, comes_back_as_it_was_given) {
  auto message = text("bought");
  message.set_number(-1);
  const auto stored = to_stored(message, 201);
  EXPECT_EQ(stored.status, 201);
  EXPECT_TRUE(utf8_length(stored.body)) << "stores keep text";
  const auto outcome = from_stored(stored);
  EXPECT_EQ(outcome.status.code, Code::ok);
  EXPECT_EQ(outcome.reply, message.SerializeAsString());
}

TEST(AStoredAnswer, can_be_a_refusal) {
  const Error declined{.kind = ErrorKind::declined, .code = "probe.declined", .message = "No money."};
  const auto stored = to_stored(declined, "the-trace");
  EXPECT_EQ(stored.status, 402);
  const auto outcome = from_stored(stored);
  EXPECT_EQ(short_of(outcome.status), "FAILED_PRECONDITION probe.declined");
  EXPECT_EQ(outcome.status.details, to_status(declined, "the-trace").details);
  EXPECT_EQ(outcome.reply, "");
}

TEST(AStoredAnswer, that_is_none_of_ours_is_a_defect) {
  const StoredAnswer json{.status = 200, .body = "e30", .content_type = "application/json"};
  auto broken = to_stored(text("x"));
  broken.body = "%%%";
  for (const auto& answer : {json, broken}) EXPECT_EQ(from_stored(answer).status.code, Code::internal);
}

}  // namespace
}  // namespace ddd::rpc::test
