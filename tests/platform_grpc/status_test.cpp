#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_grpc/probe.hpp>

#include <ddd/platform/grpc/status.hpp>

namespace ddd::rpc::test {
namespace {

using google::rpc::BadRequest;
using google::rpc::ErrorInfo;
using google::rpc::RetryInfo;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

Error error_of(ErrorKind kind) {
  return {.kind = kind, .code = "probe.refused", .message = "No."};
}

TEST(AStatus, has_the_code_that_the_kind_of_the_error_stands_for) {
  const std::vector<std::pair<ErrorKind, Code>> expected{{ErrorKind::malformed, Code::invalid_argument},
                                                         {ErrorKind::rejected, Code::invalid_argument},
                                                         {ErrorKind::unauthenticated, Code::unauthenticated},
                                                         {ErrorKind::forbidden, Code::permission_denied},
                                                         {ErrorKind::not_found, Code::not_found},
                                                         {ErrorKind::conflict, Code::failed_precondition},
                                                         {ErrorKind::stale, Code::aborted},
                                                         {ErrorKind::declined, Code::failed_precondition},
                                                         {ErrorKind::too_many, Code::resource_exhausted},
                                                         {ErrorKind::unavailable, Code::unavailable},
                                                         {ErrorKind::timeout, Code::deadline_exceeded},
                                                         {ErrorKind::internal, Code::internal}};
  for (const auto& [kind, code] : expected) EXPECT_EQ(to_status(error_of(kind), {}).code, code);
}

TEST(AStatus, names_the_code_of_the_error_its_members_and_the_trace) {
  auto error = error_of(ErrorKind::conflict)
                   .with("available", std::int64_t{3})
                   .with("payment_id", std::string("pay_1"))
                   .with("total", Money(1999, *Currency::from_code("USD")))
                   .with("lines", ErrorRows{{{"product_id", std::int64_t{7}}, {"available", std::int64_t{0}}}});
  const auto status = to_status(error, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(status.message, "No.");
  const auto details = details_of(status);
  EXPECT_EQ(details.details_size(), 1);
  const auto info = detail_of<ErrorInfo>(details);
  EXPECT_EQ(info.reason(), "probe.refused");
  EXPECT_EQ(info.domain(), "ddd-micro");
  EXPECT_THAT(info.metadata(), UnorderedElementsAre(Pair("available", "3"), Pair("payment_id", "pay_1"),
                                                    Pair("total", R"({"amount":1999,"currency":"USD"})"),
                                                    Pair("lines", R"([{"product_id":7,"available":0}])"),
                                                    Pair("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")));
}

TEST(AStatus, lists_every_violation_where_it_stands) {
  auto error = error_of(ErrorKind::rejected);
  error.violations = {{"/lines/0/quantity", "max", "Must be at most 99.", 99}, {"", "exactly_one", "Say one.", {}}};
  const auto details = details_of(to_status(error, {}));
  const auto bad = detail_of<BadRequest>(details);
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(0).field(), "lines[0].quantity");
  EXPECT_EQ(bad.field_violations(0).reason(), "max");
  EXPECT_EQ(bad.field_violations(0).description(), "Must be at most 99.");
  EXPECT_EQ(bad.field_violations(1).field(), "");
}

TEST(AStatus, says_when_to_come_back_if_that_makes_sense) {
  auto busy = error_of(ErrorKind::too_many);
  busy.retry_after_seconds = 17;
  EXPECT_EQ(detail_of<RetryInfo>(details_of(to_status(busy, {}))).retry_delay().seconds(), 17);
  const auto away = details_of(to_status(error_of(ErrorKind::unavailable), {}));
  EXPECT_EQ(detail_of<RetryInfo>(away).retry_delay().seconds(), 1);
  EXPECT_EQ(details_of(to_status(error_of(ErrorKind::conflict), {})).details_size(), 1);
}

TEST(AStatus, tells_nothing_of_a_defect_but_its_code) {
  auto defect = error_of(ErrorKind::internal).with("where", std::string("secret"));
  defect.message = "secret";
  defect.violations = {{"/secret", "secret", "secret", std::nullopt}};
  const auto status = to_status(defect, "t");
  EXPECT_EQ(status.details.find("secret"), std::string::npos);
  EXPECT_EQ(status.message, "Something went wrong on our side.");
  EXPECT_EQ(short_of(status), "INTERNAL probe.refused");
}

TEST(AFieldPath, is_a_pointer_as_grpc_writes_it) {
  const std::vector<std::pair<std::string, std::string>> expected{
      {"", ""},      {"/a", "a"},  {"/a/b", "a.b"}, {"/a/0", "a[0]"}, {"/a/12/b/3", "a[12].b[3]"},
      {"/0", "[0]"}, {"/a/", "a."}};
  for (const auto& [pointer, path] : expected) EXPECT_EQ(field_path(pointer), path) << pointer;
}

}  // namespace
}  // namespace ddd::rpc::test
