#include <array>
#include <atomic>
#include <cerrno>
#include <thread>

#include "platform_ops/temp_folder.hpp"
#include <boost/json.hpp>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ddd/platform/log/log.hpp>

namespace ddd::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

class HandClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return from_micros(micros_.load()); }
  void pass(std::chrono::microseconds time) { micros_ += time.count(); }

 private:
  std::atomic<std::int64_t> micros_{1'769'860'800'000'000};
};

std::vector<boost::json::object> objects_in(const std::string& text) {
  std::vector<boost::json::object> objects;
  std::size_t at = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
    objects.push_back(boost::json::parse(text.substr(at, end - at)).as_object());
    at = end + 1;
  }
  EXPECT_EQ(at, text.size()) << "the last line has its end";
  return objects;
}

/// What `use` logs to a file at info.
template <class Use>
std::vector<boost::json::object> lines_of(Use use, const Clock& clock, LogLevel level = LogLevel::info) {
  const TempFolder folder;
  {
    auto log = Log::to_file(folder / "log", {.service = "test", .level = level}, clock);
    use(**log);
  }
  return objects_in(folder.read("log"));
}

std::vector<std::string> messages_of(const std::vector<boost::json::object>& lines) {
  std::vector<std::string> messages;
  messages.reserve(lines.size());
  for (const auto& line : lines) messages.emplace_back(line.at("message").as_string());
  return messages;
}

TEST(Log, writes_json_lines_to_a_file_in_the_order_of_the_calls) {
  const HandClock clock;
  const auto lines = lines_of(
      [](Log& log) {
        log.info("first", {{"n", 1}});
        log.warn("second\nline");
        log.error("third");
      },
      clock);
  EXPECT_THAT(messages_of(lines), ElementsAre("first", "second\nline", "third"));
  EXPECT_EQ(boost::json::serialize(lines.front()),
            R"({"ts":"2026-01-31T12:00:00.000Z","level":"info","message":"first","service":"test","n":1})");
}

TEST(Log, leaves_out_lines_below_its_level) {
  const auto clock = HandClock();
  const auto use = [](Log& log) {
    log.debug("d");
    log.info("i");
    log.warn("w");
    log.limited("k").info("li");
    log.error("e");
    EXPECT_EQ(log.enabled(LogLevel::info), log.enabled(LogLevel::debug));
  };
  EXPECT_THAT(messages_of(lines_of(use, clock, LogLevel::warn)), ElementsAre("w", "e"));
  EXPECT_THAT(messages_of(lines_of(use, clock, LogLevel::debug)), ElementsAre("d", "i", "w", "li", "e"));
}

TEST(Log, appends_to_a_file_that_is_there_and_says_when_it_can_not) {
  const HandClock clock;
  const TempFolder folder;
  for (const auto* message : {"one", "two"}) {
    auto log = Log::to_file(folder / "log", {.service = "test"}, clock);
    (*log)->info(message);
  }
  EXPECT_THAT(messages_of(objects_in(folder.read("log"))), ElementsAre("one", "two"));
  const auto refused = Log::to_file("/dev/null/log", {.service = "test"}, clock);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), "log file /dev/null/log can't be opened");
}

TEST(Log, writes_json_to_standard_error_that_is_no_terminal) {
  const HandClock clock;
  testing::internal::CaptureStderr();
  {
    Log log({.service = "test"}, clock);
    log.info("hello");
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "{\"ts\":\"2026-01-31T12:00:00.000Z\",\"level\":\"info\",\"message\":\"hello\",\"service\":\"test\"}\n");
  testing::internal::CaptureStderr();
  {
    Log log({.service = "test", .format = LogFormat::plain}, clock);
    log.info("hello");
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "2026-01-31T12:00:00.000Z INFO  hello\n") << "and no colours";
}

/// What a log on standard error shows when that is a terminal.
std::string on_terminal(LogFormat format) {
  int screen = -1;
  int terminal = -1;
  EXPECT_EQ(::openpty(&screen, &terminal, nullptr, nullptr, nullptr), 0);
  const int original = ::dup(STDERR_FILENO);
  ::dup2(terminal, STDERR_FILENO);
  {
    const HandClock clock;
    Log log({.service = "test", .format = format}, clock);
    log.info("hello");
  }
  ::dup2(original, STDERR_FILENO);
  ::close(original);
  std::array<char, 512> buffer{};
  const auto got = ::read(screen, buffer.data(), buffer.size());
  ::close(terminal);
  ::close(screen);
  return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
}

TEST(Log, is_plain_and_coloured_on_a_terminal_unless_asked_otherwise) {
  EXPECT_EQ(on_terminal(LogFormat::automatic), "2026-01-31T12:00:00.000Z \x1b[32mINFO \x1b[0m hello\r\n");
  EXPECT_THAT(on_terminal(LogFormat::json), HasSubstr(R"("message":"hello")"));
}

TEST(Log, lets_one_line_a_second_pass_for_a_key_and_counts_the_others) {
  HandClock clock;
  const auto lines = lines_of(
      [&clock](Log& log) {
        for (int i = 0; i < 100; ++i) log.limited("outbox.publish").error("can't publish", {{"i", i}});
        log.limited("other").error("another");
        clock.pass(999'999us);
        log.limited("outbox.publish").error("too early");
        clock.pass(1us);
        log.limited("outbox.publish").error("again");
        clock.pass(1s);
        log.limited("outbox.publish").error("and again");
      },
      clock);
  EXPECT_THAT(messages_of(lines), ElementsAre("can't publish", "another", "again", "and again"));
  EXPECT_FALSE(lines[0].contains("suppressed"));
  EXPECT_EQ(lines[2].at("suppressed").as_int64(), 100);
  EXPECT_FALSE(lines[3].contains("suppressed"));
}

TEST(Log, tells_at_its_end_what_was_held_back) {
  const HandClock clock;
  const auto lines = lines_of(
      [](Log& log) {
        for (int i = 0; i < 3; ++i) log.limited("outbox.publish").error("can't publish");
      },
      clock);
  ASSERT_THAT(messages_of(lines), ElementsAre("can't publish", "lines were suppressed"));
  EXPECT_EQ(lines[1].at("key").as_string(), "outbox.publish");
  EXPECT_EQ(lines[1].at("suppressed").as_int64(), 2);
}

TEST(Log, is_not_silenced_by_a_clock_that_was_set_back) {
  HandClock clock;
  const auto lines = lines_of(
      [&clock](Log& log) {
        log.limited("k").error("before");
        clock.pass(-1h);
        log.limited("k").error("after");
      },
      clock);
  EXPECT_THAT(messages_of(lines), ElementsAre("before", "after"));
}

TEST(LineLimit, keeps_a_bounded_number_of_keys) {
  HandClock clock;
  LineLimit limit;
  for (std::size_t i = 0; i < LineLimit::kMaxKeys; ++i) EXPECT_EQ(limit.admit(std::to_string(i), clock.now()), 0U);
  EXPECT_EQ(limit.admit("one more", clock.now()), 0U) << "the first to share a limit";
  EXPECT_EQ(limit.admit("and another", clock.now()), std::nullopt);
  clock.pass(1s);
  EXPECT_EQ(limit.admit("and another", clock.now()), 0U) << "old keys have made room";
  EXPECT_THAT(limit.take_suppressed(), ElementsAre(std::pair(std::string(), std::uint64_t{1})));
}

/// A pipe that nobody reads until asked to: the slowest output there is.
class StuckOutput {
 public:
  explicit StuckOutput(const std::filesystem::path& path) {
    EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
    reader_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  }
  ~StuckOutput() { ::close(reader_); }
  StuckOutput(const StuckOutput&) = delete;
  StuckOutput& operator=(const StuckOutput&) = delete;

  /// Everything up to the writer's end.
  std::string drain() {
    ::fcntl(reader_, F_SETFL, 0);
    std::string text;
    std::array<char, 65536> buffer{};
    for (ssize_t got = 0; (got = ::read(reader_, buffer.data(), buffer.size())) > 0;)
      text.append(buffer.data(), static_cast<std::size_t>(got));
    return text;
  }

 private:
  int reader_ = -1;
};

TEST(Log, drops_the_oldest_lines_and_counts_them_rather_than_wait_for_its_output) {
  const HandClock clock;
  const TempFolder folder;
  StuckOutput output(folder / "pipe");
  constexpr int kLines = 5000;
  constexpr std::size_t kQueue = 16;
  auto log = Log::to_file(folder / "pipe", {.service = "test", .queue = kQueue}, clock);
  ASSERT_TRUE(log);
  for (int i = 0; i < kLines; ++i) (*log)->info("a line", {{"i", i}});
  const auto dropped = (*log)->dropped();
  EXPECT_GT(dropped, 1000U) << "the pipe holds 64 KiB, the queue 16 lines";

  std::thread end([&log] { log->reset(); });
  const auto lines = objects_in(output.drain());
  end.join();
  EXPECT_EQ(lines.size() + dropped, static_cast<std::size_t>(kLines)) << "every line was written or counted";
  ASSERT_GE(lines.size(), kQueue);
  for (std::size_t i = 0; i < kQueue; ++i) {
    EXPECT_EQ(lines[lines.size() - kQueue + i].at("i").as_int64(), static_cast<std::int64_t>(kLines - kQueue + i))
        << "the newest are kept";
  }
}

TEST(Log, counts_lines_that_the_output_refuses) {
  const HandClock clock;
  auto log = Log::to_file("/dev/full", {.service = "test"}, clock);
  ASSERT_TRUE(log);
  (*log)->info("lost");
  for (int i = 0; i < 500 && (*log)->dropped() == 0; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ((*log)->dropped(), 1U);
}

TEST(Log, takes_lines_from_many_threads) {
  const HandClock clock;
  constexpr int kThreads = 4;
  constexpr int kLines = 500;
  const auto lines = lines_of(
      [](Log& log) {
        std::vector<std::thread> threads;
        threads.reserve(kThreads);
        for (int t = 0; t < kThreads; ++t) {
          threads.emplace_back([&log, t] {
            for (int i = 0; i < kLines; ++i) {
              log.info("m", {{"thread", t}, {"i", i}});
              log.limited("shared").warn("limited");
            }
          });
        }
        for (auto& thread : threads) thread.join();
        EXPECT_EQ(log.dropped(), 0U);
      },
      clock);
  std::array<std::int64_t, kThreads> next{};
  std::int64_t held_back = 0;
  for (const auto& line : lines) {
    if (const auto* thread = line.if_contains("thread"))
      EXPECT_EQ(line.at("i").as_int64(), next.at(static_cast<std::size_t>(thread->as_int64()))++);
    else if (const auto* suppressed = line.if_contains("suppressed"))
      held_back += suppressed->as_int64();
  }
  EXPECT_THAT(next, testing::Each(kLines));
  EXPECT_EQ(held_back, kThreads * kLines - 1);
}

TEST(LogNames, are_those_of_the_configuration) {
  EXPECT_EQ(log_level("debug"), LogLevel::debug);
  EXPECT_EQ(log_level("error"), LogLevel::error);
  EXPECT_EQ(log_level("ERROR"), std::nullopt);
  EXPECT_EQ(log_format("automatic"), LogFormat::automatic);
  EXPECT_EQ(log_format("plain"), LogFormat::plain);
  EXPECT_EQ(log_format(""), std::nullopt);
}

}  // namespace
}  // namespace ddd::test
