#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_storage/database.hpp>

namespace ddd::sqlite {
namespace {

using ddd::test::Gate;
using test::note;
using test::refused_note;

/// A writer whose jobs can be made to meet in one commit: while one stands at the gate, the others gather behind it.
class TheWriter : public testing::Test, protected ddd::test::TestShard {
 protected:
  TheWriter() { open({}); }

  void open(Writer::Options options) {
    writer.reset();
    {
      Connection connection(path, Connection::Mode::read_write);
      ASSERT_TRUE(migrate(connection, {&test::kNotes, 1}, test::kStart));
    }
    writer = std::make_unique<Writer>(path, options, failures.listener());
  }
  void hold() {
    held = start(writer->write([this](Connection&) -> Result<int> {
      gate.pass();
      return 0;
    }));
    gate.wait_until_entered();
  }
  void let_go() {
    gate.open();
    wait_for(held);
  }
  int notes() { return test::count_notes(reader()); }
  std::string text_of(std::int64_t number) {
    auto row = reader().query("SELECT text FROM notes WHERE number = ?1", number);
    return row.next() ? row.string(0) : "none";
  }
  Connection& reader() {
    if (!reader_) reader_ = std::make_unique<Connection>(path, Connection::Mode::read_only);
    return *reader_;
  }

  ddd::test::TempFolder folder;
  std::string path = (folder / "test.db").string();
  test::Failures failures;
  Gate gate;
  std::unique_ptr<Writer> writer;
  std::shared_ptr<std::optional<Result<int>>> held;

 private:
  std::unique_ptr<Connection> reader_;
};

using Answer = std::shared_ptr<std::optional<Result<std::int64_t>>>;

TEST_F(TheWriter, answers_when_everybody_can_see_the_write) {
  EXPECT_EQ(run(writer->write(note(1, "hello"))), 1);
  EXPECT_EQ(text_of(1), "hello");
}

TEST_F(TheWriter, commits_together_what_waits_together) {
  hold();
  std::vector<Answer> answers;
  for (int i = 1; i <= 10; ++i) answers.push_back(start(writer->write(note(i))));
  EXPECT_EQ(writer->depth(), 10u);
  EXPECT_EQ(notes(), 0);
  let_go();
  for (int i = 1; i <= 10; ++i) EXPECT_EQ(wait_for(answers[static_cast<std::size_t>(i) - 1]), i);
  EXPECT_EQ(writer->commits(), 2u);
  EXPECT_EQ(notes(), 10);
}

TEST_F(TheWriter, puts_no_more_into_one_commit_than_a_batch_holds) {
  open({.batch = 4});
  hold();
  std::vector<Answer> answers;
  for (int i = 1; i <= 10; ++i) answers.push_back(start(writer->write(note(i))));
  let_go();
  for (const auto& answer : answers) EXPECT_TRUE(wait_for(answer));
  EXPECT_EQ(writer->commits(), 4u);
}

TEST_F(TheWriter, runs_jobs_in_the_order_in_which_they_came) {
  hold();
  std::vector<Answer> answers;
  for (int i = 1; i <= 5; ++i) {
    answers.push_back(start(writer->write([i](Connection& connection) -> Result<std::int64_t> {
      connection.execute("INSERT INTO notes VALUES (1, ?1) ON CONFLICT DO UPDATE SET text = text || excluded.text", i);
      return i;
    })));
  }
  let_go();
  for (const auto& answer : answers) EXPECT_TRUE(wait_for(answer));
  EXPECT_EQ(text_of(1), "12345");
}

TEST_F(TheWriter, takes_back_a_refused_job_alone) {
  hold();
  const auto before = start(writer->write(note(1)));
  const auto refused = start(writer->write(refused_note(2)));
  const auto after = start(writer->write(note(3)));
  let_go();
  EXPECT_EQ(wait_for(before), 1);
  EXPECT_EQ(wait_for(refused).error().code, "test.refused");
  EXPECT_EQ(wait_for(after), 3);
  EXPECT_EQ(notes(), 2);
  EXPECT_EQ(text_of(2), "none");
  EXPECT_EQ(writer->commits(), 2u) << "a refusal costs the others nothing";
  EXPECT_TRUE(failures.heard().empty());
}

TEST_F(TheWriter, runs_nothing_again_for_a_job_that_was_refused_before_it_changed_anything) {
  auto runs = std::make_shared<int>(0);
  hold();
  const auto counted = start(writer->write([runs](Connection& connection) -> Result<std::int64_t> {
    ++*runs;
    return note(1)(connection);
  }));
  const auto refused = start(writer->write([](Connection&) -> Result<std::int64_t> {
    return Refused(Error{.kind = ErrorKind::conflict, .code = "test.refused", .message = "no"});
  }));
  const auto after = start(writer->write(note(3)));
  let_go();
  EXPECT_EQ(wait_for(counted), 1);
  EXPECT_EQ(wait_for(refused).error().code, "test.refused");
  EXPECT_EQ(wait_for(after), 3);
  EXPECT_EQ(*runs, 1);
}

TEST_F(TheWriter, shows_a_job_what_the_one_before_it_wrote) {
  hold();
  const auto first = start(writer->write(note(1)));
  const auto second =
      start(writer->write([](Connection& connection) -> Result<int> { return test::count_notes(connection); }));
  let_go();
  EXPECT_TRUE(wait_for(first));
  EXPECT_EQ(wait_for(second), 1);
}

TEST_F(TheWriter, lets_a_job_that_breaks_a_constraint_fail_alone) {
  hold();
  const auto before = start(writer->write(note(1)));
  const auto broken = start(writer->write(note(2, "forbidden")));
  const auto after = start(writer->write(note(3)));
  let_go();
  EXPECT_EQ(wait_for(before), 1);
  EXPECT_EQ(wait_for(broken).error().kind, ErrorKind::internal) << "trying again would give the same";
  EXPECT_EQ(wait_for(after), 3);
  EXPECT_EQ(notes(), 2);
  EXPECT_FALSE(failures.heard().empty());
}

TEST_F(TheWriter, writes_nothing_of_a_job_that_fails_in_the_middle) {
  const auto result = run(writer->write([](Connection& connection) -> Result<int> {
    connection.execute("INSERT INTO notes VALUES (1, 'fine')");
    connection.execute("INSERT INTO notes VALUES (2, 'forbidden')");
    return 0;
  }));
  EXPECT_FALSE(result);
  EXPECT_EQ(notes(), 0);
  EXPECT_TRUE(run(writer->write(note(1))));
}

TEST_F(TheWriter, lives_through_a_job_that_throws) {
  hold();
  const auto before = start(writer->write(note(1)));
  const auto broken = start(writer->write([](Connection& connection) -> Result<std::int64_t> {
    connection.execute("INSERT INTO notes VALUES (2, 'half')");
    throw std::logic_error("a row holds what can't be");
  }));
  const auto after = start(writer->write(note(3)));
  let_go();
  EXPECT_TRUE(wait_for(before));
  EXPECT_EQ(wait_for(broken).error().kind, ErrorKind::internal);
  EXPECT_TRUE(wait_for(after));
  EXPECT_EQ(notes(), 2);
  EXPECT_THAT(failures.heard(), testing::Contains("a row holds what can't be"));
}

TEST_F(TheWriter, takes_no_more_than_its_queue_holds) {
  open({.queue = 3});
  hold();
  std::vector<Answer> answers;
  for (int i = 1; i <= 5; ++i) answers.push_back(start(writer->write(note(i))));
  for (const auto i : {3u, 4u}) {
    const auto refused = wait_for(answers[i]);
    EXPECT_EQ(refused.error().kind, ErrorKind::unavailable) << "at once, while the others wait";
    EXPECT_TRUE(refused.error().retry_after_seconds);
  }
  EXPECT_EQ(writer->depth(), 3u);
  let_go();
  for (const auto i : {0u, 1u, 2u}) EXPECT_TRUE(wait_for(answers[i]));
  EXPECT_TRUE(run(writer->write(note(4)))) << "and takes new ones when there is room";
  EXPECT_EQ(notes(), 4);
}

TEST_F(TheWriter, finishes_what_is_queued_before_it_goes) {
  hold();
  std::vector<Answer> answers;
  for (int i = 1; i <= 5; ++i) answers.push_back(start(writer->write(note(i))));
  std::thread destroyer([this] { writer.reset(); });
  gate.open();
  destroyer.join();
  for (const auto& answer : answers) EXPECT_TRUE(wait_for(answer));
  EXPECT_EQ(notes(), 5);
}

TEST_F(TheWriter, serves_many_threads) {
  constexpr int kThreads = 8, kEach = 25;
  ASSERT_TRUE(writer->write_blocking(note(1, "0")));
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this] {
      for (int n = 0; n < kEach; ++n) {
        const auto added = writer->write_blocking([](Connection& connection) -> Result<int> {
          return connection.execute("UPDATE notes SET text = CAST(text AS INTEGER) + 1 WHERE number = 1");
        });
        EXPECT_EQ(added, 1);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(text_of(1), std::to_string(kThreads * kEach));
}

TEST_F(TheWriter, tells_of_a_commit_before_it_answers) {
  std::vector<int> seen;
  Connection own(path, Connection::Mode::read_only);
  writer->on_commit([&] { seen.push_back(test::count_notes(own)); });
  ASSERT_TRUE(run(writer->write(note(1))));
  ASSERT_TRUE(run(writer->write(note(2))));
  EXPECT_EQ(seen, (std::vector{1, 2}));
}

TEST_F(TheWriter, tells_of_no_commit_when_there_was_none) {
  int commits = 0;
  writer->on_commit([&] { ++commits; });
  ASSERT_FALSE(run(writer->write(note(1, "forbidden"))));
  EXPECT_EQ(commits, 0) << "a relay that is woken by its own failure would never pause";
  EXPECT_EQ(writer->commits(), 0u);
}

/// Jobs that give the file no more room, and some again.
auto set_room(std::int64_t more_pages) {
  return [more_pages](Connection& connection) -> Result<int> {
    auto size = connection.query("PRAGMA page_count");
    size.next();
    connection.run_script("PRAGMA max_page_count = " + std::to_string(size.integer(0) + more_pages));
    return 0;
  };
}

TEST_F(TheWriter, refuses_writes_while_the_disk_is_full_and_goes_on_when_there_is_room) {
  ASSERT_TRUE(run(writer->write(note(1))));
  ASSERT_TRUE(run(writer->write(set_room(0))));
  hold();
  const auto large = start(writer->write(note(2, std::string(100'000, 'x'))));
  const auto small = start(writer->write(note(3, "fits into the pages that are there")));
  let_go();
  const auto refused = wait_for(large);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(refused.error().code, "store.unavailable");
  EXPECT_TRUE(wait_for(small));
  EXPECT_THAT(failures.heard(), testing::Contains(testing::HasSubstr("full")));
  EXPECT_EQ(notes(), 2);

  ASSERT_TRUE(run(writer->write(set_room(1000))));
  EXPECT_TRUE(run(writer->write(note(2, std::string(100'000, 'x')))));
  EXPECT_EQ(notes(), 3);
  EXPECT_EQ(reader().quick_check(), "ok");
}

TEST_F(TheWriter, refuses_all_that_wait_at_once_while_another_process_holds_the_file) {
  Connection other(path, Connection::Mode::read_write);
  std::once_flag once;
  writer->on_commit([&] { std::call_once(once, [&] { other.run_script("BEGIN IMMEDIATE"); }); });
  hold();
  std::vector<Answer> answers;
  for (int i = 1; i <= 20; ++i) answers.push_back(start(writer->write(note(i))));
  const auto before = std::chrono::steady_clock::now();
  let_go();
  for (const auto& answer : answers) EXPECT_EQ(wait_for(answer).error().code, "store.unavailable");
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(20)) << "waited once, not once for each";
  EXPECT_THAT(failures.heard(), testing::Contains(testing::HasSubstr("locked")));

  other.run_script("ROLLBACK");
  EXPECT_TRUE(run(writer->write(note(1))));
  EXPECT_EQ(notes(), 1);
}

/// Runs again in a process of its own, where it writes, and is killed in the middle of a write.
class AKilledProcess : public testing::Test {
 protected:
  // Both processes have to mean the same folder, and only one may remove it.
  static constexpr const char* kFolder = "DDD_STORAGE_TEST_FOLDER";

  static void write_and_die(const std::string& path) {
    Writer writer(path, {}, nullptr);
    for (int i = 1; i <= 20; ++i) {
      if (!writer.write_blocking(note(i))) std::_Exit(1);
    }
    static_cast<void>(writer.write_blocking([](Connection& connection) -> Result<int> {
      for (int i = 100; i < 2000; ++i) connection.execute("INSERT INTO notes VALUES (?1, 'half')", i);
      std::raise(SIGKILL);
      return 0;
    }));
  }
};

TEST_F(AKilledProcess, leaves_every_answered_write_and_nothing_of_the_others) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  std::optional<ddd::test::TempFolder> folder;
  if (std::getenv(kFolder) == nullptr) {
    folder.emplace();
    const auto path = (*folder / "test.db").string();
    ::setenv(kFolder, path.c_str(), 1);
    Connection connection(path, Connection::Mode::read_write);
    ASSERT_TRUE(migrate(connection, {&test::kNotes, 1}, test::kStart));
  }
  const std::string path = std::getenv(kFolder);
  EXPECT_EXIT(write_and_die(path), testing::KilledBySignal(SIGKILL), "");
  ::unsetenv(kFolder);

  test::Failures failures;
  const auto database = Database::open(path, {&test::kNotes, 1}, test::kStart, failures.listener());
  ASSERT_TRUE(database);
  const auto reader = (*database)->open_reader();
  EXPECT_EQ(test::count_notes(*reader), 20);
  EXPECT_EQ(reader->quick_check(), "ok");
  EXPECT_TRUE((*database)->writer().write_blocking(note(21)));
}

}  // namespace
}  // namespace ddd::sqlite
