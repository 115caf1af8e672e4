#include <platform_storage/shard.hpp>

#include <ddd/platform/tracing/recorder.hpp>
#include <ddd/platform/tracing/span_store.hpp>

namespace ddd::tracing {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock::time_point;

TEST(AQuota, passes_its_number_at_once_and_then_its_number_a_second) {
  Quota quota(4);
  const Steady now(1h);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(quota.take(now));
  EXPECT_FALSE(quota.take(now));
  EXPECT_FALSE(quota.take(now + 249ms));
  EXPECT_TRUE(quota.take(now + 250ms));
  EXPECT_FALSE(quota.take(now + 250ms));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(quota.take(now + 1h));
  EXPECT_FALSE(quota.take(now + 1h));
}

TEST(AQuota, of_zero_passes_nothing) {
  Quota quota(0);
  EXPECT_FALSE(quota.take(Steady(1h)));
}

Span span_in(const TraceContext& context, std::string name, std::string_view error = {}) {
  const auto now = std::chrono::steady_clock::now();
  return {.context = context,
          .name = std::move(name),
          .service = "test",
          .started = now - 5ms,
          .ended = now,
          .error = error};
}

class SinkOfSpans final : public SpanSink {
 public:
  void take(const RecordedSpan& span) override { spans.push_back(span); }
  std::vector<RecordedSpan> spans;
};

TEST(ARecorder, gives_every_sink_the_span_and_its_place_on_the_wall_clock) {
  ddd::test::ManualClock clock;
  SinkOfSpans one;
  SinkOfSpans other;
  Recorder recorder({}, clock, {&one, &other});
  recorder.record(span_in(TraceContext::root(), "work"));
  ASSERT_EQ(one.spans.size(), 1U);
  EXPECT_EQ(other.spans.size(), 1U);
  EXPECT_EQ(one.spans[0].took, 5ms);
  EXPECT_LE(one.spans[0].started_at, clock.at - 5ms);
  EXPECT_EQ(recorder.recorded(), 1U);
}

TEST(ARecorder, samples_reads_and_writes_by_quotas_of_their_own) {
  ddd::test::ManualClock clock;
  SinkOfSpans sink;
  Recorder recorder({.reads_per_second = 1, .writes_per_second = 2}, clock, {&sink});
  const Steady now(1h);
  EXPECT_TRUE(recorder.samples(Work::read, now));
  EXPECT_FALSE(recorder.samples(Work::read, now));
  EXPECT_TRUE(recorder.samples(Work::write, now));
  EXPECT_TRUE(recorder.samples(Work::write, now));
  EXPECT_FALSE(recorder.samples(Work::write, now));
}

class AStore : public testing::Test {
 protected:
  void take(const TraceContext& context, std::string name, std::chrono::milliseconds after,
            std::chrono::milliseconds took, std::string_view error = {}) {
    store->take({.span = span_in(context, std::move(name), error), .started_at = clock.at + after, .took = took});
  }
  std::vector<std::string> names_in(const TraceContext& context) {
    std::vector<std::string> names;
    for (const auto& each : store->find(context.trace_id)) names.push_back(each.span.name);
    return names;
  }
  void limit(SpanStore::Options options) { store.emplace(options, clock); }

  ddd::test::ManualClock clock;
  std::optional<SpanStore> store{std::in_place, SpanStore::Options{.keep = 10min}, clock};
};

using Names = std::vector<std::string>;

TEST_F(AStore, gives_the_spans_of_a_trace_by_their_begin_the_longer_one_first) {
  const auto trace = TraceContext::root();
  take(trace.child(), "inner", 1ms, 2ms);
  take(trace.child(), "later", 5ms, 1ms);
  take(trace, "outer", 1ms, 10ms);
  take(TraceContext::root(), "other", 0ms, 1ms);
  EXPECT_EQ(names_in(trace), (Names{"outer", "inner", "later"}));
  EXPECT_TRUE(names_in(TraceContext::root()).empty());
}

TEST_F(AStore, forgets_traces_after_a_time) {
  const auto trace = TraceContext::root();
  take(trace, "early", 0ms, 1ms);
  clock.at += 10min - 1us;
  EXPECT_EQ(names_in(trace), Names{"early"});
  clock.at += 1us;
  EXPECT_TRUE(names_in(trace).empty());
  EXPECT_EQ(store->size(), 0U);
}

TEST_F(AStore, forgets_the_first_traces_when_there_are_too_many_spans) {
  limit({.keep = 10min, .most_spans = 3});
  const auto first = TraceContext::root();
  const auto second = TraceContext::root();
  take(first, "1", 0ms, 1ms);
  take(first.child(), "2", 0ms, 1ms);
  take(second, "3", 0ms, 1ms);
  EXPECT_EQ(names_in(first).size(), 2U);
  take(second.child(), "4", 0ms, 1ms);
  EXPECT_TRUE(names_in(first).empty());
  EXPECT_EQ(names_in(second).size(), 2U);
  EXPECT_EQ(store->size(), 2U);
}

TEST_F(AStore, keeps_a_bounded_number_of_spans_of_a_trace_and_counts_the_rest) {
  limit({.keep = 10min, .most_spans_of_a_trace = 2});
  const auto trace = TraceContext::root();
  for (int i = 0; i < 5; ++i) take(trace.child(), "span", 0ms, 1ms);
  EXPECT_EQ(names_in(trace).size(), 2U);
  EXPECT_EQ(store->dropped(), 3U);
}

TEST_F(AStore, lists_the_slowest_traces_first_by_the_span_that_began_them) {
  const auto slow = TraceContext::root();
  const auto fast = TraceContext::root();
  take(fast, "fast", 0ms, 1ms);
  take(slow, "slow", 0ms, 20ms);
  take(slow.child(), "event", 30ms, 5ms, "test.refused");
  const auto all = store->slowest(10);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "slow");
  EXPECT_EQ(all[0].took, 35ms);
  EXPECT_EQ(all[0].spans, 2U);
  EXPECT_EQ(all[0].errors, 1U);
  EXPECT_EQ(all[1].name, "fast");
  EXPECT_EQ(store->slowest(1).size(), 1U);
}

}  // namespace
}  // namespace ddd::tracing
