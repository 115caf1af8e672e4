#include <cmath>
#include <ctime>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <ddd/platform/metrics/process.hpp>
#include <ddd/platform/metrics/registry.hpp>

namespace ddd::test {
namespace {

using metrics::Histogram;
using metrics::Registry;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

TEST(Metrics, are_exposed_as_prometheus_text_by_name_and_labels) {
  Registry registry;
  registry.gauge("pool_depth", "Jobs waiting or running.", {{"pool", "password"}}).set(2.5);
  registry.counter("http_requests_total", "Requests.", {{"status", "200"}, {"method", "GET"}}).increment(3);
  registry.counter("http_requests_total", "Requests.", {{"method", "GET"}, {"status", "404"}}).increment();
  auto& latency = registry.histogram("save_seconds", "Time of a save.", {}, {0.0005, 0.001, 2.5});
  for (const double seconds : {0.0005, 0.0006, 0.25, 5.0}) latency.observe(seconds);
  EXPECT_EQ(registry.expose(), R"(# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{method="GET",status="200"} 3
http_requests_total{method="GET",status="404"} 1
# HELP pool_depth Jobs waiting or running.
# TYPE pool_depth gauge
pool_depth{pool="password"} 2.5
# HELP save_seconds Time of a save.
# TYPE save_seconds histogram
save_seconds_count 4
save_seconds_sum 5.2511
save_seconds_bucket{le="0.0005"} 1
save_seconds_bucket{le="0.001"} 2
save_seconds_bucket{le="2.5"} 3
save_seconds_bucket{le="+Inf"} 4
)");
  EXPECT_EQ(Registry::kContentType, "text/plain; version=0.0.4; charset=utf-8");
}

TEST(Metrics, escape_label_values) {
  Registry registry;
  registry.gauge("g", "A gauge.", {{"text", "a\"b\\c\nd"}}).add(-1);
  EXPECT_THAT(registry.expose(), HasSubstr(R"(g{text="a\"b\\c\nd"} -1)"
                                           "\n"));
}

TEST(Metrics, use_the_latency_buckets_unless_told_otherwise) {
  Registry registry;
  EXPECT_THAT(registry.histogram("h", "A histogram.").bounds(),
              ElementsAre(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10));
}

TEST(Metrics, of_one_name_and_the_same_labels_are_one_object) {
  Registry registry;
  auto& counter = registry.counter("c", "A counter.", {{"a", "1"}, {"b", "2"}});
  for (int i = 0; i < 100; ++i) registry.counter("c", "A counter.", {{"a", std::to_string(i)}, {"b", "x"}}).increment();
  EXPECT_EQ(&registry.counter("c", "A counter.", {{"b", "2"}, {"a", "1"}}), &counter);
  EXPECT_NE(&registry.counter("c", "A counter.", {{"a", "2"}, {"b", "1"}}), &counter);
  EXPECT_EQ(&registry.histogram("h", "A histogram."), &registry.histogram("h", "A histogram."));
  EXPECT_EQ(&registry.gauge("g", "A gauge."), &registry.gauge("g", "A gauge."));
}

TEST(Metrics, ask_callbacks_at_each_exposition) {
  Registry registry;
  double depth = 1;
  registry.gauge_callback("depth", "Depth.", {{"queue", "a"}}, [&] {
    registry.counter("expositions_total", "Expositions.").increment();
    return depth;
  });
  registry.counter_callback("dropped_total", "Dropped lines.", {}, [] { return 7.0; });
  EXPECT_THAT(registry.expose(), HasSubstr("depth{queue=\"a\"} 1\n"));
  depth = 2;
  const auto text = registry.expose();
  EXPECT_THAT(text, HasSubstr("depth{queue=\"a\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE dropped_total counter\ndropped_total 7\n"));
}

TEST(Metrics, refuse_what_can_only_be_a_mistake) {
  Registry registry;
  const auto ignore = [](const auto&) {};
  ignore(registry.counter("c", "A counter.", {{"a", "1"}}));
  ignore(registry.histogram("h", "A histogram."));
  registry.gauge_callback("f", "A callback.", {}, [] { return 0.0; });
  EXPECT_THROW(ignore(registry.counter("c", "Another help.", {{"a", "1"}})), std::logic_error);
  EXPECT_THROW(ignore(registry.gauge("c", "A counter.", {{"a", "1"}})), std::logic_error);
  EXPECT_THROW(ignore(registry.counter("c", "A counter.", {{"b", "1"}})), std::logic_error);
  EXPECT_THROW(ignore(registry.counter("c", "A counter.")), std::logic_error);
  EXPECT_THROW(ignore(registry.histogram("h", "A histogram.", {}, {1})), std::logic_error);
  EXPECT_THROW(registry.gauge_callback("f", "A callback.", {}, [] { return 1.0; }), std::logic_error);
  EXPECT_THROW(ignore(registry.gauge("f", "A callback.")), std::logic_error);
  for (const auto* name : {"", "1a", "a-b", "a b", "ä"})
    EXPECT_THROW(ignore(registry.counter(name, "A counter.")), std::logic_error) << name;
  for (const auto* label : {"", "1a", "a-b", "a:b", "__a"})
    EXPECT_THROW(ignore(registry.counter("d", "A counter.", {{label, ""}})), std::logic_error) << label;
  for (const auto* help : {"", "two\nlines", "back\\slash"})
    EXPECT_THROW(ignore(registry.counter("d", help)), std::logic_error) << help;
  EXPECT_THROW(ignore(registry.counter("d", "A counter.", {{"a", "1"}, {"a", "2"}})), std::logic_error);
  EXPECT_THROW(ignore(registry.histogram("d", "A histogram.", {{"le", "1"}})), std::logic_error);
  EXPECT_THROW(ignore(registry.histogram("d", "A histogram.", {}, {1, 1})), std::logic_error);
  EXPECT_THROW(ignore(registry.histogram("d", "A histogram.", {}, {1, INFINITY})), std::logic_error);
  EXPECT_EQ(registry.names().size(), 3U) << "nothing refused was kept";
}

TEST(Metrics, count_label_values_past_the_limit_together) {
  Registry registry;
  for (std::size_t i = 0; i < Registry::kMaxSeries; ++i)
    registry.counter("c", "A counter.", {{"id", std::to_string(i)}}).increment();
  auto& overflow = registry.counter("c", "A counter.", {{"id", "one more"}});
  EXPECT_EQ(&registry.counter("c", "A counter.", {{"id", "another"}}), &overflow);
  EXPECT_EQ(registry.counter("c", "A counter.", {{"id", "17"}}).value(), 1U);
  overflow.increment(5);
  const auto text = registry.expose();
  EXPECT_THAT(text, HasSubstr("c{id=\"overflow\"} 5\n"));
  EXPECT_THAT(text, Not(HasSubstr("another")));
}

TEST(Metrics, list_their_names_with_help_and_labels) {
  Registry registry;
  registry.counter("b_total", "Bees.", {{"z", "1"}, {"a", "1"}}).increment();
  registry.histogram("a_seconds", "Time.").observe(1ms);
  const auto names = registry.names();
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(names[0].name, "a_seconds");
  EXPECT_EQ(names[0].help, "Time.");
  EXPECT_EQ(names[0].type, Registry::Type::histogram);
  EXPECT_EQ(names[1].name, "b_total");
  EXPECT_THAT(names[1].labels, ElementsAre("a", "z"));
}

TEST(MetricsHistogram, takes_durations_in_seconds_and_ignores_nan) {
  Histogram histogram({0.001, 1});
  histogram.observe(1ms);
  histogram.observe(1500ms);
  histogram.observe(NAN);
  histogram.observe(-1.0);
  EXPECT_THAT(histogram.counts(), ElementsAre(2, 0, 1));
  EXPECT_DOUBLE_EQ(histogram.sum(), 0.501);
}

RC_GTEST_PROP(MetricsHistogramLaws, puts_each_value_at_or_below_its_bound, (std::vector<int> values)) {
  Histogram histogram({-10, 0, 10, 20});
  for (const int value : values) histogram.observe(static_cast<double>(value));
  const auto counts = histogram.counts();
  std::uint64_t cumulative = 0;
  for (std::size_t i = 0; i < histogram.bounds().size(); ++i) {
    cumulative += counts[i];
    const auto below = std::ranges::count_if(values, [&](int value) { return value <= histogram.bounds()[i]; });
    RC_ASSERT(cumulative == static_cast<std::uint64_t>(below));
  }
  RC_ASSERT(cumulative + counts.back() == values.size());
}

TEST(Metrics, count_right_from_many_threads) {
  Registry registry;
  auto& gauge = registry.gauge("g", "A gauge.");
  auto& histogram = registry.histogram("h", "A histogram.", {}, {1});
  constexpr int kThreads = 4;
  constexpr int kTimes = 5000;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&registry, &gauge, &histogram, t] {
      for (int i = 0; i < kTimes; ++i) {
        registry.counter("c", "A counter.", {{"half", std::to_string(i % 2)}}).increment();
        gauge.add(i % 2 == 0 ? 1 : -1);
        histogram.observe(t % 2 == 0 ? 0.5 : 2.0);
        if (i % 1000 == 0) EXPECT_FALSE(registry.expose().empty());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(registry.counter("c", "A counter.", {{"half", "0"}}).value(), kThreads * kTimes / 2);
  EXPECT_EQ(gauge.value(), 0);
  EXPECT_THAT(histogram.counts(), ElementsAre(kThreads * kTimes / 2, kThreads * kTimes / 2));
  EXPECT_DOUBLE_EQ(histogram.sum(), 2.5 * kThreads * kTimes / 2);
}

double value_of(const std::string& text, const std::string& name) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name + " ")) return std::stod(line.substr(name.size() + 1));
  }
  ADD_FAILURE() << name << " is missing";
  return NAN;
}

TEST(ProcessMetrics, tell_memory_descriptors_cpu_and_start) {
  Registry registry;
  metrics::add_process_metrics(registry);
  const auto before = registry.expose();
  const double started = value_of(before, "process_start_time_seconds");
  const auto now = static_cast<double>(std::time(nullptr));
  EXPECT_LE(started, now + 2) << "the boot time is only known to the second";
  EXPECT_GT(started, now - 3600);
  EXPECT_GT(value_of(before, "process_resident_memory_bytes"), 1e6);
  EXPECT_GT(value_of(before, "process_cpu_seconds_total"), 0);
  EXPECT_THAT(before, HasSubstr("# TYPE process_cpu_seconds_total counter\n"));

  const int opened = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(value_of(registry.expose(), "process_open_fds"), value_of(before, "process_open_fds") + 1);
  ::close(opened);
}

}  // namespace
}  // namespace ddd::test
