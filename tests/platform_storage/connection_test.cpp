#include <gtest/gtest.h>
#include <platform_storage/database.hpp>
#include <sqlite3.h>

#include <ddd/kernel/ids.hpp>

namespace ddd::sqlite {
namespace {

using test::kStart;

class AConnection : public testing::Test {
 protected:
  AConnection() {
    connection.run_script("CREATE TABLE t (a, b, c); CREATE TABLE u (id INTEGER PRIMARY KEY, n TEXT UNIQUE)");
  }

  ddd::test::TempFolder folder;
  std::string path = (folder / "test.db").string();
  Connection connection{path, Connection::Mode::read_write};
};

TEST_F(AConnection, gives_back_what_was_bound) {
  const std::string with_nul("a\0b'; DROP TABLE t", 18);
  const std::optional<std::int64_t> none;
  connection.execute("INSERT INTO t VALUES (?1, ?2, ?3)", INT64_MIN, with_nul, none);
  connection.execute("INSERT INTO t VALUES (?1, ?2, ?3)", UserId(7), kStart, std::optional<std::string>(""));
  connection.execute("INSERT INTO t VALUES (?1, ?2, ?3)", true, std::string_view(), std::nullopt);
  auto row = connection.query("SELECT a, b, c FROM t ORDER BY rowid");
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), INT64_MIN);
  EXPECT_EQ(row.text(1), with_nul);
  EXPECT_TRUE(row.is_null(2));
  EXPECT_FALSE(row.maybe_integer(2) || row.maybe_string(2) || row.maybe_timestamp(2));
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), 7);
  EXPECT_EQ(row.timestamp(1), kStart);
  EXPECT_EQ(row.maybe_string(2), "") << "empty is not nothing";
  ASSERT_TRUE(row.next());
  EXPECT_TRUE(row.boolean(0));
  EXPECT_FALSE(row.is_null(1)) << "an empty view is empty text";
  EXPECT_FALSE(row.next());
}

TEST_F(AConnection, runs_a_statement_again_after_it_was_left_half_read) {
  for (int i = 0; i < 3; ++i) connection.execute("INSERT INTO t VALUES (?1, 0, 0)", i);
  for (int times = 0; times < 3; ++times) {
    auto row = connection.query("SELECT a FROM t WHERE a >= ?1 ORDER BY a", times);
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.integer(0), times);
  }
}

TEST_F(AConnection, takes_values_for_sql_that_is_put_together) {
  connection.execute("INSERT INTO t VALUES (1, 'x', 0)");
  auto row =
      connection.query_once("SELECT a FROM t WHERE b = ?1 AND a = ?2", {BoundValue("x"), BoundValue(std::int64_t{1})});
  EXPECT_TRUE(row.next());
  EXPECT_FALSE(row.next());
}

TEST_F(AConnection, counts_the_rows_a_statement_changed) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(connection.execute("INSERT INTO t VALUES (?1, 0, 0)", i), 1);
  EXPECT_EQ(connection.execute("UPDATE t SET b = 1 WHERE a > 0"), 2);
  EXPECT_EQ(connection.execute("DELETE FROM t WHERE a > 100"), 0);
}

TEST_F(AConnection, tells_a_taken_key_from_other_failures) {
  connection.execute("INSERT INTO u VALUES (1, 'n')");
  const auto failure_of = [&](std::string_view sql) {
    try {
      connection.execute(sql);
    } catch (const Failure& failure) {
      return std::optional(failure);
    }
    return std::optional<Failure>();
  };
  EXPECT_TRUE(failure_of("INSERT INTO u VALUES (1, 'm')")->is_unique_violation());
  EXPECT_TRUE(failure_of("INSERT INTO u VALUES (2, 'n')")->is_unique_violation());
  EXPECT_FALSE(failure_of("INSERT INTO nowhere VALUES (1)")->is_unique_violation());
  EXPECT_FALSE(failure_of("not sql")->is_unique_violation());
}

TEST_F(AConnection, keeps_its_promise_of_durability_and_references) {
  const auto pragma = [&](const std::string& name) {
    auto row = connection.query_once("PRAGMA " + name, {});
    row.next();
    return row.string(0);
  };
  EXPECT_EQ(pragma("journal_mode"), "wal");
  EXPECT_EQ(pragma("synchronous"), "2") << "FULL";
  EXPECT_EQ(pragma("foreign_keys"), "1");
  EXPECT_EQ(connection.quick_check(), "ok");
}

TEST_F(AConnection, for_reading_writes_nothing_and_sees_every_commit) {
  Connection reader(path, Connection::Mode::read_only);
  EXPECT_THROW(reader.execute("INSERT INTO t VALUES (1, 2, 3)"), Failure);
  const auto count = [&] {
    auto row = reader.query("SELECT count(*) FROM t");
    row.next();
    return row.integer(0);
  };
  EXPECT_EQ(count(), 0);
  connection.run_script("BEGIN; INSERT INTO t VALUES (1, 2, 3)");
  EXPECT_TRUE(connection.in_transaction());
  EXPECT_EQ(count(), 0);
  connection.run_script("COMMIT");
  EXPECT_FALSE(connection.in_transaction());
  EXPECT_EQ(count(), 1);
}

TEST_F(AConnection, for_reading_needs_a_file) {
  EXPECT_THROW(Connection((folder / "missing.db").string(), Connection::Mode::read_only), Failure);
}

TEST_F(AConnection, scores_a_row_by_its_own_hits_alone) {
  connection.run_script(
      "CREATE VIRTUAL TABLE texts USING fts5 (title, body);"
      "INSERT INTO texts (rowid, title, body) VALUES (1, 'mug', 'a mug, a mug'), (2, 'pot', 'a mug'), (3, 'mugs', '')");
  const auto scores = [&] {
    std::vector<std::pair<std::int64_t, std::int64_t>> found;
    auto row = connection.query(
        "SELECT rowid, weighted_hits(texts, 10, 1) FROM texts WHERE texts MATCH '\"mug\"*' ORDER BY rowid");
    while (row.next()) found.emplace_back(row.integer(0), row.integer(1));
    return found;
  };
  using Scores = std::vector<std::pair<std::int64_t, std::int64_t>>;
  EXPECT_EQ(scores(), (Scores{{1, 12}, {2, 1}, {3, 10}}));
  connection.run_script("INSERT INTO texts (rowid, title, body) VALUES (4, 'mug mug', '" + std::string(100, 'x') +
                        " mug mug mug mug mug mug mug mug mug mug')");
  EXPECT_EQ(scores(), (Scores{{1, 12}, {2, 1}, {3, 10}, {4, 28}})) << "eight hits of a column count";
}

}  // namespace
}  // namespace ddd::sqlite
