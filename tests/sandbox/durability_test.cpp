#include <csignal>
#include <fstream>
#include <thread>

#include "instance.hpp"
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ddd/platform/sqlite/connection.hpp>

namespace ddd::sandbox::test {
namespace {

using namespace std::chrono_literals;

class SandboxRestart : public ::testing::Test {
 protected:
  boost::asio::io_context context{1};
  TempFolder folder;
  ShiftedClock clock;
};

TEST_F(SandboxRestart, keeps_intents_methods_keys_and_events) {
  std::string id;
  std::string method;
  Reply held;
  {
    Instance before(context, folder.path(), clock);
    id = before.create({{"metadata[payment_id]", "pay_1"}, {"description", "umlaut \xc3\xa4"}});
    method = before.post("/v1/payment_methods", {{"type", "card"}, {"card[token]", "tok_mastercard"}}).at("/id");
    held = before.confirm(id, method, "confirm-1");
    ASSERT_EQ(held.status, 200) << held.body;
  }
  Instance after(context, folder.path(), clock);
  EXPECT_EQ(after.get("/v1/payment_intents/" + id).at("/status"), "requires_capture");
  EXPECT_EQ(after.get("/v1/payment_methods/" + method).at("/card/brand"), "mastercard");
  const auto again = after.confirm(id, method, "confirm-1");
  EXPECT_EQ(again.body, held.body);
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(after.get("/v1/events").at("/data/0/type"), "payment_intent.amount_capturable_updated");
  EXPECT_EQ(after.capture(id).at("/status"), "succeeded");
}

TEST_F(SandboxRestart, does_what_time_has_brought_meanwhile) {
  std::string id;
  {
    Instance before(context, folder.path(), clock);
    id = before.create();
    ASSERT_EQ(before.confirm(id, "pm_card_visa", "confirm-1").status, 200);
  }
  clock.advance(7 * 24h);
  Instance after(context, folder.path(), clock);
  EXPECT_TRUE(after.eventually(
      [&] { return after.get("/v1/payment_intents/" + id).at("/cancellation_reason") == "automatic"; }));
  EXPECT_EQ(after.get("/v1/events").at("/data/0/type"), "payment_intent.canceled");
  EXPECT_EQ(after.get("/v1/events").at("/data/0/request/id"), "null") << "nobody asked for it";
  EXPECT_TRUE(after.eventually([&] {
    sqlite::Connection file((folder.path() / "sandbox.db").string(), sqlite::Connection::Mode::read_only);
    return !file.query("SELECT 1 FROM idempotency_keys").next();
  })) << "keys older than a day are forgotten";
}

TEST_F(SandboxRestart, is_refused_to_a_second_process) {
  Instance first(context, folder.path(), clock);
  try {
    Instance second(context, folder.path(), clock);
    FAIL() << "two sandboxes on one file would not see each other's locked keys";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("used by another payment sandbox"), std::string::npos) << error.what();
  }
}

TEST_F(SandboxRestart, never_changes_the_banks_ledger) {
  Instance sandbox(context, folder.path(), clock);
  const auto id = sandbox.create();
  ASSERT_EQ(sandbox.confirm(id).status, 200);
  ASSERT_EQ(sandbox.capture(id).status, 200);
  sqlite::Connection file((folder.path() / "sandbox.db").string(), sqlite::Connection::Mode::read_write);
  EXPECT_THROW(file.execute("UPDATE bank_ledger SET amount = 1"), sqlite::Failure);
  EXPECT_THROW(file.execute("DELETE FROM bank_ledger"), sqlite::Failure);
  EXPECT_THROW(file.execute("INSERT INTO bank_ledger (kind, intent, charge, amount, currency, at) SELECT kind, intent, "
                            "charge, amount, currency, at FROM bank_ledger"),
               sqlite::Failure)
      << "an intent is captured once";
}

TEST(SandboxOptions, are_refused_with_a_webhook_url_that_is_none) {
  boost::asio::io_context context{1};
  TempFolder folder;
  ShiftedClock clock;
  EXPECT_THROW(Instance(context, folder.path(), clock, {.webhook_url = "shop"}), std::runtime_error);
}

/// The real program as a process.
class Program {
 public:
  explicit Program(const std::filesystem::path& folder) : log_(folder / "program.log") {
    std::filesystem::remove(log_);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const std::string data = folder / "data";
    std::vector<std::string> words = {PAYMENT_SANDBOX, "--port", "0", "--data", data};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    if (posix_spawn(&process_, PAYMENT_SANDBOX, &actions, nullptr, arguments.data(), environ) != 0) {
      throw std::runtime_error("the program can't be started");
    }
    posix_spawn_file_actions_destroy(&actions);
  }
  ~Program() {
    if (process_ > 0) end(SIGKILL);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// The exit status as of waitpid.
  int end(int signal) {
    int status = 0;
    ::kill(process_, signal);
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return status;
  }

  /// Waits until it listens.
  [[nodiscard]] std::uint16_t port() const {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < deadline) {
      std::ifstream log(log_);
      for (std::string line; std::getline(log, line);) {
        boost::json::error_code broken;
        const auto json = boost::json::parse(line, broken);
        if (!broken && json.as_object().contains("port")) return json.at("port").to_number<std::uint16_t>();
      }
      std::this_thread::sleep_for(5ms);
    }
    throw std::runtime_error("the program does not listen");
  }

 private:
  std::filesystem::path log_;
  pid_t process_ = -1;
};

class ProgramClient {
 public:
  explicit ProgramClient(std::uint16_t port)
      : client_(http::Client::create(context_.get_executor(), {.host = "127.0.0.1", .port = port}, {})) {}

  Reply send(http::Method method, std::string target, const Form& form = {}, std::string key = {}) {
    http::OutgoingRequest request{.method = method, .target = std::move(target), .headers = {}, .body = encode(form)};
    request.headers = {{"Authorization", "Bearer sk_test_1"}, {"Content-Type", "application/x-www-form-urlencoded"}};
    if (!key.empty()) request.headers.emplace_back("Idempotency-Key", std::move(key));
    auto response = ddd::test::await(context_, client_->exchange(std::move(request), 10s));
    if (!response) throw std::runtime_error("no answer: " + response.error().reason);
    return {.status = response->status, .headers = std::move(response->headers), .body = std::move(response->body)};
  }

 private:
  boost::asio::io_context context_{1};
  std::unique_ptr<http::Client> client_;
};

TEST(SandboxProgram, loses_nothing_it_has_answered_when_it_is_killed) {
  TempFolder folder;
  std::vector<std::pair<std::string, std::string>> answered;  // id, body
  {
    Program program(folder.path());
    ProgramClient client(program.port());
    for (int i = 0; i < 20; ++i) {
      const auto reply = client.send(http::Method::post, "/v1/payment_intents", {{"amount", "5"}, {"currency", "usd"}},
                                     "create-" + std::to_string(i));
      ASSERT_EQ(reply.status, 200) << reply.body;
      answered.emplace_back(reply.at("/id"), reply.body);
    }
    program.end(SIGKILL);
  }
  Program program(folder.path());
  ProgramClient client(program.port());
  for (std::size_t i = 0; i < answered.size(); ++i) {
    EXPECT_EQ(client.send(http::Method::get, "/v1/payment_intents/" + answered[i].first).body, answered[i].second);
    const auto again = client.send(http::Method::post, "/v1/payment_intents", {{"amount", "5"}, {"currency", "usd"}},
                                   "create-" + std::to_string(i));
    EXPECT_EQ(again.body, answered[i].second);
    EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  }
}

TEST(SandboxProgram, ends_well_when_told_to) {
  TempFolder folder;
  Program program(folder.path());
  static_cast<void>(program.port());
  const int status = program.end(SIGTERM);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace ddd::sandbox::test
