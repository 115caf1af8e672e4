#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_storage/consumer.hpp>
#include <platform_storage/flaky_bus.hpp>
#include <platform_storage/temp_log.hpp>

#include <ddd/contracts/user/user_events.hpp>
#include <ddd/platform/async/one_shot.hpp>
#include <ddd/platform/async/task_group.hpp>
#include <ddd/platform/effects/memory_effects.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/platform/memory_bus/memory_bus.hpp>
#include <ddd/runtime/background.hpp>
#include <ddd/runtime/periodic_runner.hpp>
#include <ddd/runtime/revocation.hpp>
#include <ddd/runtime/shard_thread.hpp>
#include <ddd/runtime/token_authenticator.hpp>
#include <ddd/runtime/use_case_metrics.hpp>

namespace ddd {
namespace {

using namespace std::chrono_literals;
using test::event_of;
using test::kStart;
using testing::HasSubstr;

/// A job whose rounds are counted and answer as they are told.
class Rounds {
 public:
  [[nodiscard]] PeriodicJob job(std::chrono::milliseconds every) {
    return {.name = "test.job", .every = every, .run = [this] { return round(); }};
  }
  int begun = 0;
  int ended = 0;
  std::function<Result<>()> answer = [] { return Result<>{}; };
  std::function<Task<>()> wait;

 private:
  Task<Result<>> round() {
    ++begun;
    if (wait) co_await wait();
    auto result = answer();
    ++ended;
    co_return result;
  }
};

class APeriodicJob : public testing::Test, protected test::TestShard {
 protected:
  ~APeriodicJob() override { run(tasks.stop()); }
  void start(std::chrono::milliseconds every) {
    runner = std::make_unique<PeriodicRunner>(rounds.job(every), context.get_executor(), metrics, *log.log);
    tasks.spawn("job", runner->run());
    turn();
  }
  std::string failures() {
    const auto text = metrics.expose();
    const auto at = text.find("job_failures_total{job=\"test.job\"} ");
    return at == std::string::npos ? "none" : text.substr(at + 35, text.find('\n', at) - at - 35);
  }

  test::TempLog log;
  metrics::Registry metrics;
  Rounds rounds;
  std::unique_ptr<PeriodicRunner> runner;
  TaskGroup tasks{context.get_executor(), [](std::string_view name, std::exception_ptr) { ADD_FAILURE() << name; }};
};

TEST_F(APeriodicJob, runs_at_once_and_again_and_again) {
  start(1ms);
  EXPECT_EQ(rounds.ended, 1);
  turn_until([&] { return rounds.ended >= 4; });
  EXPECT_EQ(failures(), "0");
}

TEST_F(APeriodicJob, pauses_between_rounds) {
  start(1h);
  turn();
  EXPECT_EQ(rounds.begun, 1);
}

TEST_F(APeriodicJob, goes_on_after_an_error_and_after_an_exception_and_counts_both) {
  rounds.answer = [&]() -> Result<> {
    if (rounds.begun == 1) return Refused(Error{.kind = ErrorKind::unavailable, .code = "test.away", .message = "No."});
    if (rounds.begun == 2) throw std::runtime_error("a broken invariant");
    return {};
  };
  start(1ms);
  turn_until([&] { return rounds.ended >= 2; });
  EXPECT_EQ(failures(), "2");
  run(tasks.stop());
  const auto text = log.end_and_read();
  EXPECT_THAT(text, HasSubstr("test.away"));
  EXPECT_THAT(text, HasSubstr("test.job"));
}

TEST_F(APeriodicJob, told_to_finish_ends_its_round_and_comes_to_no_other) {
  OneShot<bool> may_end;
  rounds.wait = [&]() -> Task<> { return [](OneShot<bool>& signal) -> Task<> { co_await signal.wait(); }(may_end); };
  start(1ms);
  runner->finish();
  EXPECT_FALSE(run(tasks.drain(1ms)));
  may_end.set(true);
  EXPECT_TRUE(run(tasks.drain(10s)));
  EXPECT_EQ(rounds.ended, 1);
  EXPECT_EQ(rounds.begun, 1);
}

TEST_F(APeriodicJob, told_to_finish_in_its_pause_ends_at_once) {
  start(1h);
  runner->finish();
  EXPECT_TRUE(run(tasks.drain(10s)));
}

TEST_F(APeriodicJob, ends_when_it_is_cancelled) {
  start(1h);
  run(tasks.stop());
  EXPECT_EQ(tasks.size(), 0u);
}

/// Everything that runs on a shard without a request, over memory.
class BackgroundWork : public testing::Test, protected test::TestShard {
 protected:
  void save(std::int64_t number) {
    const std::vector<Event> events{event_of(ids, "a", number)};
    ASSERT_TRUE(outbox.write({.now = kStart}, events));
  }
  BroadcastSubscription hearing() {
    return {
        .name = "test", .topic = "topic", .handle = [this](const Event& event) { heard.push_back(event.sequence); }};
  }

  test::TempLog log;
  test::ManualClock clock;
  test::CountingIds ids;
  test::TurnSleeper sleeper;
  TimerSleeper real_time;
  metrics::Registry metrics;
  MemoryEffects outbox;
  MemoryBus memory{context.get_executor()};
  test::FlakyBus bus{memory};
  test::Consumer consumer;
  Rounds rounds;
  std::vector<std::int64_t> heard;
  std::optional<Background> background{
      std::in_place, context.get_executor(),
      Background::Dependencies{.bus = bus, .clock = clock, .sleeper = sleeper, .metrics = metrics, .log = *log.log}};
};

TEST_F(BackgroundWork, carries_an_event_from_the_outbox_to_all_who_hear_it) {
  const auto relay = background->add_relay("test", outbox);
  background->add_groups({consumer.subscription()});
  background->add_broadcasts("topic", {hearing()});
  background->add_jobs({rounds.job(1ms)});
  ASSERT_TRUE(run(background->catch_up()));
  background->start();
  save(1);
  relay.lock()->wake();
  turn_until([&] { return consumer.done.size() == 1 && heard.size() == 1 && rounds.ended > 1; });
  EXPECT_TRUE(run(background->stop(10s)));
}

TEST_F(BackgroundWork, hears_what_was_broadcast_before_it_is_ready) {
  background->add_broadcasts("topic", {hearing()});
  ASSERT_TRUE(run(memory.append({event_of(ids, "a", 1)})));
  bus.failing_polls = 1;
  EXPECT_FALSE(run(background->catch_up()));
  EXPECT_TRUE(run(background->catch_up()));
  EXPECT_EQ(heard, std::vector<std::int64_t>{1});
  EXPECT_TRUE(run(background->stop(1s)));
}

TEST_F(BackgroundWork, puts_the_last_events_on_the_bus_when_it_stops) {
  background->add_relay("test", outbox);
  background->add_groups({consumer.subscription()});
  // A consumer's last effect writes an event of its own.
  consumer.answer = [this](const std::string&) -> Result<Handled> {
    save(2);
    return Handled::applied;
  };
  ASSERT_TRUE(run(memory.append({event_of(ids, "a", 1)})));
  background->start();
  EXPECT_TRUE(run(background->stop(10s)));
  EXPECT_TRUE(run(outbox.unpublished(10))->empty());
}

TEST_F(BackgroundWork, leaves_events_in_the_outbox_when_the_bus_is_away_at_the_end) {
  background->add_relay("test", outbox);
  save(1);
  bus.failing_appends = INT_MAX;
  EXPECT_TRUE(run(background->stop(1s)));
  EXPECT_EQ(run(outbox.unpublished(10))->size(), 1u);
  background.reset();
  EXPECT_THAT(log.end_and_read(), HasSubstr("events stay in the outbox"));
}

TEST_F(BackgroundWork, cuts_what_does_not_end_in_time) {
  background->add_jobs({rounds.job(1ms)});
  rounds.wait = [&] { return real_time.sleep_for(1h); };
  background->start();
  turn_until([&] { return rounds.begun == 1; });
  EXPECT_FALSE(run(background->stop(1ms)));
  EXPECT_EQ(rounds.ended, 0);
}

TEST_F(BackgroundWork, ends_its_relay_for_those_who_would_wake_it_later) {
  const auto relay = background->add_relay("test", outbox);
  EXPECT_TRUE(run(background->stop(1s)));
  background.reset();
  EXPECT_EQ(relay.lock(), nullptr);
}

Task<std::thread::id> thread_of_the_task() {
  co_await boost::asio::post(use_task);
  co_return std::this_thread::get_id();
}
Task<int> failing_task() {
  co_await boost::asio::post(use_task);
  throw std::runtime_error("it failed");
}

TEST(AShardThread, runs_tasks_on_one_thread_of_its_own) {
  ShardThread shard("test");
  shard.start();
  const auto id = shard.run(thread_of_the_task());
  EXPECT_NE(id, std::this_thread::get_id());
  EXPECT_EQ(shard.run(thread_of_the_task()), id);
}

TEST(AShardThread, passes_on_what_a_task_throws) {
  ShardThread shard("test");
  shard.start();
  EXPECT_THROW(shard.run(failing_task()), std::runtime_error);
  EXPECT_NE(shard.run(thread_of_the_task()), std::this_thread::get_id()) << "and lives on";
}

TEST(AShardThread, ends_with_work_pending_and_may_be_ended_twice_or_without_a_start) {
  TimerSleeper real_time;
  ShardThread shard("test");
  shard.start();
  boost::asio::co_spawn(shard.executor(), real_time.sleep_for(1h),
                        [](std::exception_ptr) { ADD_FAILURE() << "it can't have ended"; });
  shard.stop();
  shard.stop();
  ShardThread never_started("test");
}

class UseCasesOfAService : public testing::Test {
 protected:
  void finished(const Error* error) {
    CallContext call;
    call.request_id = "request-1";
    observer.finished(call, "buy", 3ms, error);
  }
  test::TempLog log;
  metrics::Registry metrics;
  UseCaseMetrics observer{"test-service", metrics, *log.log};
};

TEST_F(UseCasesOfAService, are_counted_by_their_outcome_and_only_our_failures_logged) {
  const Error refused{.kind = ErrorKind::conflict, .code = "test.refused", .message = "a refusal"};
  const Error ours{.kind = ErrorKind::internal, .code = "internal", .message = "the reason"};
  finished(nullptr);
  finished(nullptr);
  finished(&refused);
  finished(&ours);
  const auto text = metrics.expose();
  const auto count = [](const std::string& code) {
    return "use_case_duration_seconds_count{code=\"" + code + "\",service=\"test-service\",use_case=\"buy\"} ";
  };
  EXPECT_THAT(text, HasSubstr(count("ok") + "2"));
  EXPECT_THAT(text, HasSubstr(count("test.refused") + "1"));
  EXPECT_THAT(text, HasSubstr(count("internal") + "1"));
  const auto lines = log.end_and_read();
  EXPECT_THAT(lines, HasSubstr("the reason"));
  EXPECT_THAT(lines, HasSubstr("request-1"));
  EXPECT_THAT(lines, testing::Not(HasSubstr("a refusal")));
}

class ARevocation : public testing::Test {
 protected:
  ARevocation() { clock.at = kStart; }
  static SessionId session(std::uint8_t number) { return SessionId::make(Uuid::v7(kStart, {number})); }
  void hear(std::string_view type, std::string data) {
    subscription.handle({.type = std::string(type), .data = std::move(data)});
  }

  test::ManualClock clock;
  crypto::DeniedSessions denied;
  BroadcastSubscription subscription = revocation_subscription(denied, clock);
  crypto::SigningKey key = crypto::SigningKey::generate();
  crypto::VerifiedTokenCache verified{crypto::TokenVerifier({key.public_key()}, {.issuer = "shop", .audience = "api"}),
                                      denied};
  TokenAuthenticator authenticator{verified, clock};
};

TEST_F(ARevocation, ends_the_tokens_of_its_sessions_and_no_other) {
  const auto token_of = [&](std::uint8_t number) {
    return crypto::TokenSigner(key, "shop", "api")
        .sign({.subject = UserId(number),
               .role = Role::admin,
               .session = session(number),
               .jti = "jti",
               .issued_at = kStart,
               .expires_at = kStart + 10min});
  };
  const auto principal = authenticator.authenticate(token_of(1));
  ASSERT_TRUE(principal);
  EXPECT_EQ(principal->user_id, UserId(1));
  EXPECT_EQ(principal->role, Role::admin);
  EXPECT_EQ(principal->session_id, session(1));

  const contracts::SessionsRevokedV1 fact{UserId(1), {session(1), session(2)}, "logout"};
  hear(contracts::SessionsRevokedV1::type, json::encode(fact));
  EXPECT_EQ(authenticator.authenticate(token_of(1)).error().kind, ErrorKind::unauthenticated);
  EXPECT_FALSE(authenticator.authenticate(token_of(2)));
  EXPECT_TRUE(authenticator.authenticate(token_of(3)));
  EXPECT_FALSE(authenticator.authenticate("nonsense"));
}

TEST_F(ARevocation, is_heard_on_the_user_topic_among_other_facts) {
  EXPECT_EQ(subscription.topic, "user-events");
  hear(contracts::UserRegisteredV1::type, R"({"user_id":1})");
  hear(contracts::SessionsRevokedV1::type, "not readable");
  EXPECT_EQ(denied.size(), 0u);
}

}  // namespace
}  // namespace ddd
