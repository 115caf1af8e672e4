#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_grpc/probe.hpp>

#include <ddd/platform/grpc/messages.hpp>
#include <ddd/platform/grpc/request_values.hpp>

namespace ddd::rpc::test {
namespace {

using testing::ElementsAre;

std::vector<std::string> violations_in(const RequestValues& values) {
  const auto result = values.check();
  if (result) return {};
  EXPECT_EQ(result.error().code, "request.invalid");
  return api::test::violations_of(result.error());
}

common::v1::PageRequest page_of(int limit) {
  common::v1::PageRequest page;
  page.set_limit(limit);
  return page;
}

TEST(RequestValues, take_a_page_of_20_unless_told_and_of_1_to_100) {
  RequestValues values;
  EXPECT_EQ(values.limit({}), 20);
  EXPECT_EQ(values.limit(page_of(1)), 1);
  EXPECT_EQ(values.limit(page_of(100)), 100);
  EXPECT_TRUE(values.check());
  for (const auto& [limit, violation] : {std::pair{0, "/page/limit min"},
                                         {-5, "/page/limit min"},
                                         {101, "/page/limit max"},
                                         {INT32_MAX, "/page/limit max"}}) {
    RequestValues refused;
    static_cast<void>(refused.limit(page_of(limit)));
    EXPECT_THAT(violations_in(refused), ElementsAre(violation)) << limit;
  }
}

TEST(RequestValues, collect_everything_that_is_wrong) {
  constexpr std::array words{std::pair<std::string_view, int>{"one", 1}, std::pair<std::string_view, int>{"two", 2}};
  RequestValues values;
  EXPECT_EQ(values.one_of<int>("/word", "two", words), 2);
  EXPECT_EQ(values.one_of<int>("/word", "three", words), std::nullopt);
  values.text("/empty", "", 5);
  values.text("/long", "123456", 5);
  values.text("/fine", "\u00e4\u00f6\u00fc\u00df\u20ac", 5);
  values.at_least("/low", -1, 0);
  values.batch("/items", 100);
  values.batch("/items", 101);
  EXPECT_THAT(violations_in(values),
              ElementsAre("/word one_of", "/empty min_length", "/long max_length", "/low min", "/items max_items"));
}

TEST(ACursor, goes_on_in_the_same_list_and_in_no_other) {
  Text request = text("mugs");
  const auto first = cursor_scope("Read", request, request.page());
  EXPECT_EQ(first.decode<std::int64_t>().value(), std::nullopt);
  request.mutable_page()->set_cursor(first.encode(std::int64_t{42}));

  // A page of another size is of the same list.
  request.mutable_page()->set_limit(7);
  request.mutable_page()->set_include_total(true);
  const auto same = cursor_scope("Read", request, request.page()).decode<std::int64_t>();
  ASSERT_TRUE(same);
  EXPECT_EQ(std::get<0>(**same), 42);

  auto other_filter = request;
  other_filter.set_text("cups");
  auto tampered = request;
  tampered.mutable_page()->set_cursor(request.page().cursor() + "A");
  auto empty = request;
  empty.mutable_page()->set_cursor("");
  const auto refusal = [](const api::CursorScope& scope) { return scope.decode<std::int64_t>().error(); };
  for (const auto& error :
       {refusal(cursor_scope("Read", other_filter, other_filter.page())),
        refusal(cursor_scope("Keep", request, request.page())),
        refusal(cursor_scope("Read", tampered, tampered.page())), refusal(cursor_scope("Read", empty, empty.page()))}) {
    EXPECT_EQ(error.code, "request.invalid");
    EXPECT_THAT(api::test::violations_of(error), ElementsAre("/page/cursor cursor"));
  }
}

TEST(APageInfo, says_whether_there_is_more) {
  const auto last = page_info(std::nullopt);
  EXPECT_FALSE(last.has_more() || last.has_next() || last.has_total());
  const auto first = page_info("abc", 12);
  EXPECT_TRUE(first.has_more());
  EXPECT_EQ(first.next(), "abc");
  EXPECT_EQ(first.total(), 12);
}

TEST(AnId, that_can_not_be_one_names_nothing_or_breaks_a_rule) {
  const Error gone{.kind = ErrorKind::not_found, .code = "probe.gone"};
  EXPECT_EQ(to_id<UserId>(std::uint64_t{7}, gone)->value(), 7);
  EXPECT_EQ(to_id<UserId>(std::uint64_t{0}, gone).error(), gone);
  EXPECT_EQ(to_id<UserId>(~std::uint64_t{0}, gone).error(), gone);
  EXPECT_EQ(to_id<PaymentId>("bsk_x", gone).error(), gone);
  const auto rejected = to_field_id<UserId>("/user_id", 0);
  ASSERT_FALSE(rejected);
  EXPECT_EQ(rejected.error().code, "request.rejected");
  EXPECT_THAT(api::test::violations_of(rejected.error()), ElementsAre("/user_id id"));
}

TEST(MoneyAndTimes, go_over_whole) {
  const auto money = to_message(Money(-5, *Currency::from_code("JPY")));
  EXPECT_EQ(money.amount(), -5);
  EXPECT_EQ(money.currency(), "JPY");
  Validation check;
  EXPECT_EQ(to_money(check, "/price", money), Money(-5, *Currency::from_code("JPY")));
  EXPECT_TRUE(check.ok());
  common::v1::Money unknown;
  unknown.set_currency("XXQ");
  EXPECT_EQ(to_money(check, "/price", unknown), std::nullopt);
  EXPECT_THAT(api::test::violations_of(std::move(check).refuse("probe.invalid").error()),
              ElementsAre("/price/currency currency"));

  const auto at = to_message(from_micros(1'700'000'000'123'456));
  EXPECT_EQ(at.seconds(), 1'700'000'000);
  EXPECT_EQ(at.nanos(), 123'456'000);
  const auto before_1970 = to_message(from_micros(-1));
  EXPECT_EQ(before_1970.seconds(), -1);
  EXPECT_EQ(before_1970.nanos(), 999'999'000);
}

TEST(APieceOfABatch, works_in_the_trace_and_cause_of_the_request_it_comes_from) {
  CallContext batch;
  batch.service = "payment-service";
  batch.correlation_id = "batch";
  batch.causation_id = "batch";
  batch.trace = TraceContext::root();
  common::v1::Origin origin;
  origin.set_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  origin.set_correlation_id("checkout-1");
  origin.set_causation_id("click-1");
  const auto piece = call_of(batch, origin);
  EXPECT_EQ(piece.service, "payment-service");
  EXPECT_EQ(piece.trace.trace_id_text(), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(piece.correlation_id, "checkout-1");
  EXPECT_EQ(piece.causation_id, "click-1");
  const auto nameless = call_of(batch, {});
  EXPECT_EQ(nameless.trace, batch.trace);
  EXPECT_EQ(nameless.correlation_id, "batch");
}

}  // namespace
}  // namespace ddd::rpc::test
