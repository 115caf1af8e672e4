#include <gtest/gtest.h>
#include <platform_storage/shard.hpp>

#include <ddd/platform/usecase/use_case.hpp>

namespace ddd {
namespace {

using namespace std::chrono_literals;

struct Ask {
  int number = 0;
};

class AskHandler {
 public:
  explicit AskHandler(int& runs) : runs_(runs) {}
  [[nodiscard]] Task<Result<int>> handle(const CallContext&, Ask ask) {
    ++runs_;
    co_await boost::asio::post(use_task);
    if (ask.number < 0)
      co_return Refused(Error{.kind = ErrorKind::rejected, .code = "test.negative", .message = "No."});
    co_return ask.number * 2;
  }

 private:
  int& runs_;
};

class NotingObserver final : public UseCaseObserver {
 public:
  void finished(const CallContext& call, std::string_view use_case, std::chrono::steady_clock::duration took,
                const Error* error) override {
    noted.push_back(call.request_id + " " + std::string(use_case) + " " + (error ? std::string(error->code) : "ok"));
    EXPECT_GE(took, 0s);
  }
  std::vector<std::string> noted;
};

class AUseCase : public testing::Test, protected test::TestShard {
 protected:
  AUseCase() { call.request_id = "request-1"; }
  Result<int> ask(int number) { return run(use_case.handle(call, Ask{number})); }

  CallContext call;
  NotingObserver observer;
  int runs = 0;
  UseCase<AskHandler> use_case{observer, "ask", runs};
};

using Strings = std::vector<std::string>;

TEST_F(AUseCase, gives_its_handlers_answer_and_is_observed) {
  EXPECT_EQ(ask(21), 42);
  EXPECT_EQ(ask(-1).error().code, "test.negative");
  EXPECT_EQ(observer.noted, (Strings{"request-1 ask ok", "request-1 ask test.negative"}));
}

TEST_F(AUseCase, does_not_start_after_its_deadline_and_is_observed_all_the_same) {
  call.deadline = std::chrono::steady_clock::now();
  const auto late = ask(21);
  EXPECT_EQ(late.error().kind, ErrorKind::timeout);
  EXPECT_EQ(late.error().code, "request.timeout");
  EXPECT_EQ(runs, 0);
  EXPECT_EQ(observer.noted, Strings{"request-1 ask request.timeout"});
}

TEST_F(AUseCase, runs_while_there_is_time) {
  call.deadline = std::chrono::steady_clock::now() + 1h;
  EXPECT_EQ(ask(1), 2);
}

/// An attempt that loses as often as it is told, then gives what it is told.
class Attempts : public testing::Test, protected test::TestShard {
 protected:
  Task<Result<int>> attempt() {
    ++tries;
    co_await boost::asio::post(use_task);
    if (tries <= losses) co_return Refused(store_errors::version_conflict());
    co_return answer;
  }
  Result<int> retried() {
    return run(retry_on_conflict([this] { return attempt(); }));
  }
  int losses = 0;
  int tries = 0;
  Result<int> answer = 7;
};

TEST_F(Attempts, that_succeed_are_not_repeated) {
  EXPECT_EQ(retried(), 7);
  EXPECT_EQ(tries, 1);
}

TEST_F(Attempts, that_lose_a_race_are_repeated) {
  losses = 15;
  EXPECT_EQ(retried(), 7);
  EXPECT_EQ(tries, 16);
}

TEST_F(Attempts, that_lose_every_race_end) {
  losses = 1000;
  EXPECT_EQ(retried().error().code, store_errors::kVersionConflict);
  EXPECT_EQ(tries, 16);
}

TEST_F(Attempts, that_are_refused_for_another_reason_are_not_repeated) {
  answer = Refused(store_errors::duplicate_event());
  EXPECT_EQ(retried().error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(tries, 1);
}

}  // namespace
}  // namespace ddd
