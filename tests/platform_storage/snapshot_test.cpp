#include <atomic>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <platform_storage/database.hpp>

#include <ddd/platform/sqlite/snapshot.hpp>

namespace ddd::sqlite {
namespace {

/// Two files that a thread writes to, always the first one first.
class TwoFiles : public testing::Test {
 protected:
  std::unique_ptr<Database> open(const std::string& path) {
    return Database::open(path, {&test::kNotes, 1}, test::kStart, nullptr).value();
  }
  static int notes_in(const std::filesystem::path& file) {
    Connection connection(file.string(), Connection::Mode::read_write);
    return test::count_notes(connection);
  }

  ddd::test::TempFolder folder;
  std::vector<std::filesystem::path> files{folder / "first.db", folder / "second.db"};
  std::unique_ptr<Database> first = open(files[0].string());
  std::unique_ptr<Database> second = open(files[1].string());
};

TEST_F(TwoFiles, are_copied_as_they_are_at_one_moment_while_they_are_written_to) {
  std::atomic<bool> stop = false;
  std::thread writing([&] {
    for (int n = 1; !stop; ++n) {
      ASSERT_TRUE(first->writer().write_blocking(test::note(n, std::string(2000, 'x'))));
      ASSERT_TRUE(second->writer().write_blocking(test::note(n, std::string(2000, 'x'))));
    }
  });
  for (int copy = 0; copy < 10; ++copy) {
    const auto target = folder / ("copy" + std::to_string(copy));
    std::filesystem::create_directory(target);
    EXPECT_TRUE(copy_at_one_moment(files, target));
    const int ahead = notes_in(target / "first.db") - notes_in(target / "second.db");
    EXPECT_TRUE(ahead == 0 || ahead == 1) << ahead << " writes lie between the copies";
  }
  stop = true;
  writing.join();
}

TEST_F(TwoFiles, are_copied_though_nobody_has_them_open) {
  ASSERT_TRUE(first->writer().write_blocking(test::note(1)));
  first.reset();
  second.reset();
  std::filesystem::create_directory(folder / "copy");
  ASSERT_TRUE(copy_at_one_moment(files, folder / "copy"));
  EXPECT_EQ(notes_in(folder / "copy/first.db"), 1);
  EXPECT_EQ(notes_in(folder / "copy/second.db"), 0);
}

TEST_F(TwoFiles, are_never_copied_over_others) {
  std::filesystem::create_directory(folder / "copy");
  folder.write("copy/second.db", "mine");
  const auto refused = copy_at_one_moment(files, folder / "copy");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "store.cannot_copy");
  EXPECT_EQ(folder.read("copy/second.db"), "mine");
  EXPECT_FALSE(std::filesystem::exists(folder / "copy/first.db"));
}

TEST_F(TwoFiles, that_are_not_sound_give_no_backup) {
  for (int n = 1; n <= 50; ++n) ASSERT_TRUE(first->writer().write_blocking(test::note(n, std::string(1000, 'x'))));
  first.reset();
  auto bytes = folder.read("first.db");
  bytes.replace(4096 * 3 + 5, 3000, 3000, 'z');
  folder.write("first.db", bytes);
  std::filesystem::create_directory(folder / "copy");
  const auto refused = copy_at_one_moment(files, folder / "copy");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "store.cannot_copy");
}

TEST_F(TwoFiles, of_which_one_is_missing_are_told) {
  files.push_back(folder / "third.db");
  std::filesystem::create_directory(folder / "copy");
  const auto refused = copy_at_one_moment(files, folder / "copy");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "store.cannot_open");
  EXPECT_FALSE(std::filesystem::exists(files.back()));
}

}  // namespace
}  // namespace ddd::sqlite
