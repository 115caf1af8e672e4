#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_storage/database.hpp>

namespace ddd::sqlite {
namespace {

using test::kNotes;
using test::kStart;
using test::note;
using testing::HasSubstr;

constexpr Migration kTags{.version = 2, .name = "tags", .sql = "CREATE TABLE tags (name TEXT PRIMARY KEY) STRICT;"};

class ADatabase : public testing::Test, protected ddd::test::TestShard {
 protected:
  Result<std::unique_ptr<Database>> open(std::vector<Migration> migrations = {kNotes}) {
    return Database::open(path, migrations, kStart, failures.listener());
  }
  std::vector<std::string> tables() {
    Connection connection(path, Connection::Mode::read_only);
    std::vector<std::string> names;
    auto row = connection.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    while (row.next()) names.push_back(row.string(0));
    return names;
  }
  /// Overwrites a part of the file.
  void damage(std::streamoff at, std::size_t bytes) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file << std::string(bytes, '\x5a');
  }

  ddd::test::TempFolder folder;
  std::string path = (folder / "test.db").string();
  test::Failures failures;
};

using Strings = std::vector<std::string>;

TEST_F(ADatabase, is_made_with_its_schema_and_found_again) {
  {
    const auto made = open();
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_TRUE(run((*made)->writer().write(note(1))));
  }
  const auto again = open();
  ASSERT_TRUE(again);
  EXPECT_EQ((*again)->path(), path);
  EXPECT_EQ(run((*again)->read([](Connection& connection) -> Result<int> { return test::count_notes(connection); })),
            1);
}

TEST_F(ADatabase, notes_which_steps_made_it) {
  ASSERT_TRUE(open({kNotes, kTags}));
  Connection connection(path, Connection::Mode::read_only);
  auto row = connection.query("SELECT version, name, applied_at FROM schema_migrations ORDER BY version");
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), 1);
  EXPECT_EQ(row.text(1), "notes");
  EXPECT_EQ(row.timestamp(2), kStart);
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.text(1), "tags");
  EXPECT_FALSE(row.next());
}

TEST_F(ADatabase, takes_the_steps_it_lacks_in_order_and_keeps_its_rows) {
  {
    const auto old = open({kNotes});
    ASSERT_TRUE(run((*old)->writer().write(note(1))));
  }
  const Migration copy{.version = 3, .name = "copy", .sql = "INSERT INTO tags SELECT text FROM notes;"};
  const auto next = open({kNotes, kTags, copy});
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(tables(), (Strings{"notes", "schema_migrations", "tags"}));
  const auto reader = (*next)->open_reader();
  EXPECT_EQ(test::count_notes(*reader), 1);
  auto row = reader->query("SELECT name FROM tags");
  EXPECT_TRUE(row.next());
}

TEST_F(ADatabase, of_a_newer_release_is_refused_and_left_alone) {
  ASSERT_TRUE(open({kNotes, kTags}));
  const auto refused = open({kNotes});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "store.schema_newer");
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_TRUE(open({kNotes, kTags}));
}

TEST_F(ADatabase, made_by_a_step_that_was_edited_since_is_refused) {
  ASSERT_TRUE(open({kNotes}));
  auto edited = kNotes;
  edited.sql = "CREATE TABLE notes (number INTEGER PRIMARY KEY) STRICT;";
  const auto refused = open({edited, kTags});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "store.schema_changed");
  EXPECT_THAT(refused.error().message, HasSubstr("notes"));
  EXPECT_EQ(tables(), (Strings{"notes", "schema_migrations"})) << "no further step was taken";
}

TEST_F(ADatabase, takes_a_step_whole_or_not_at_all) {
  const Migration broken{
      .version = 2, .name = "broken", .sql = "CREATE TABLE half (x) STRICT; CREATE TABLE notes (again INTEGER);"};
  const auto refused = open({kNotes, broken});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "store.cannot_open");
  EXPECT_EQ(tables(), (Strings{"notes", "schema_migrations"}));
  EXPECT_TRUE(open({kNotes, kTags})) << "a repaired release goes on from there";
}

TEST_F(ADatabase, that_is_none_is_refused_with_advice) {
  folder.write("test.db", std::string(5000, 'x'));
  const auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "store.cannot_open");
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(folder.relative(refused.error().message),
            "test.db is damaged or no SQLite database; restore it from a backup or move it away.");
  EXPECT_EQ(folder.read("test.db"), std::string(5000, 'x')) << "and not overwritten";
}

TEST_F(ADatabase, with_a_damaged_schema_is_refused_with_advice) {
  ASSERT_TRUE(open());
  damage(100, 3900);
  const auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("is damaged or no SQLite database"));
}

TEST_F(ADatabase, with_damaged_rows_answers_unavailable_and_says_so) {
  {
    const auto whole = open();
    for (int i = 1; i <= 50; ++i) ASSERT_TRUE(run((*whole)->writer().write(note(i, std::string(1000, 't')))));
  }
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path));
  damage(4096 * 3, static_cast<std::size_t>(size - 4096 * 3));
  const auto damaged = open();
  ASSERT_TRUE(damaged) << damaged.error().message;
  const auto sum = [](Connection& connection) -> Result<std::int64_t> {
    auto row = connection.query("SELECT sum(length(text)) FROM notes");
    row.next();
    return row.integer(0);
  };
  const auto read = run((*damaged)->read(sum));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "store.unavailable");
  EXPECT_THAT(failures.heard(), testing::Contains(HasSubstr("malformed")));
  EXPECT_NE((*damaged)->open_reader()->quick_check(), "ok");
}

TEST_F(ADatabase, in_a_folder_that_is_not_there_is_refused_with_advice) {
  path = (folder / "missing/test.db").string();
  const auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(folder.relative(refused.error().message),
            "missing/test.db can't be opened for writing; check the folder and its permissions.");
}

TEST_F(ADatabase, that_is_a_folder_is_refused_with_advice) {
  std::filesystem::create_directory(path);
  const auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("test.db can't be opened for writing"));
}

TEST_F(ADatabase, that_another_process_holds_is_refused_with_advice) {
  ASSERT_TRUE(open());
  Connection other(path, Connection::Mode::read_write);
  other.run_script("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; INSERT INTO notes VALUES (1, 'mine'); COMMIT");
  const auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(folder.relative(refused.error().message), "test.db is locked by another process; stop that process first.");
}

TEST_F(ADatabase, reads_long_lists_beside_the_writes) {
  const auto database = open();
  ddd::test::Gate gate;
  const auto reading = start((*database)->read([&gate](Connection& connection) -> Result<int> {
    const auto count = test::count_notes(connection);
    gate.pass();
    return count;
  }));
  gate.wait_until_entered();
  EXPECT_TRUE(run((*database)->writer().write(note(1))));
  gate.open();
  EXPECT_EQ(wait_for(reading), 0);
}

TEST_F(ADatabase, lives_through_a_read_that_throws) {
  const auto database = open();
  const auto broken = [](Connection&) -> Result<int> { throw std::logic_error("a row holds what can't be"); };
  EXPECT_EQ(run((*database)->read(broken)).error().kind, ErrorKind::internal);
  EXPECT_THAT(failures.heard(), testing::Contains("a row holds what can't be"));
  EXPECT_EQ(run((*database)->read([](Connection& connection) -> Result<int> { return test::count_notes(connection); })),
            0);
}

}  // namespace
}  // namespace ddd::sqlite
