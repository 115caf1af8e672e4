#include <gtest/gtest.h>
#include <platform_storage/database.hpp>

#include <ddd/platform/effects/memory_effects.hpp>
#include <ddd/platform/sqlite/effects.hpp>

namespace ddd {
namespace {

using namespace std::chrono_literals;
using test::event_of;
using test::kStart;

/// What a save writes beside its aggregate, over one kind of store.
class Effects {
 public:
  virtual ~Effects() = default;
  /// One save that has nothing but effects.
  virtual Result<> save(SaveContext context, std::vector<Event> events) = 0;
  virtual bool in_inbox(const InboxEntry& entry) = 0;
  virtual Outbox& outbox() = 0;
  virtual OutboxAudit& audit() = 0;
  virtual IdempotencyStore& keys() = 0;
};

class InMemory final : public Effects {
 public:
  Result<> save(SaveContext context, std::vector<Event> events) override { return effects_.write(context, events); }
  bool in_inbox(const InboxEntry& entry) override { return effects_.in_inbox(entry); }
  Outbox& outbox() override { return effects_; }
  OutboxAudit& audit() override { return effects_; }
  IdempotencyStore& keys() override { return effects_; }

 private:
  MemoryEffects effects_;
};

class InSqlite final : public Effects {
 public:
  Result<> save(SaveContext context, std::vector<Event> events) override {
    return database_->writer().write_blocking(
        [&](sqlite::Connection& connection) -> Result<> { return sqlite::write_effects(connection, context, events); });
  }
  bool in_inbox(const InboxEntry& entry) override { return sqlite::in_inbox(*reader_, entry); }
  Outbox& outbox() override { return outbox_; }
  OutboxAudit& audit() override { return outbox_; }
  IdempotencyStore& keys() override { return keys_; }
  sqlite::Database& database() { return *database_; }

 private:
  static std::unique_ptr<sqlite::Database> open(const std::string& path) {
    const sqlite::Migration steps[] = {sqlite::effects_migration(), sqlite::read_back_migration(2)};
    return sqlite::Database::open(path, steps, kStart, [](const std::string& what) { ADD_FAILURE() << what; }).value();
  }

  test::TempFolder folder_;
  std::unique_ptr<sqlite::Database> database_ = open((folder_ / "test.db").string());
  std::unique_ptr<sqlite::Connection> reader_ = database_->open_reader();
  sqlite::SqliteOutbox outbox_{*database_};
  sqlite::SqliteIdempotencyStore keys_{*database_, *reader_};
};

/// Tests with one kind of store and events to write into it.
class EffectsTest : protected test::TestShard {
 protected:
  SaveContext saving() { return {.now = kStart}; }
  SaveContext applying(const EventId& event, std::string consumer = "group") {
    auto context = saving();
    context.inbox = InboxEntry{.consumer = std::move(consumer), .event_id = event};
    return context;
  }
  SaveContext keeping(IdempotencyRecord record) {
    auto context = saving();
    context.idempotency = std::move(record);
    return context;
  }
  static IdempotencyRecord claimed(std::string key = "key-0123456789ab") {
    return {.key = {.user_id = UserId(7), .key = std::move(key), .fingerprint = "print"},
            .resource_id = "pay_1",
            .answer = std::nullopt,
            .created_at = kStart};
  }
  static IdempotencyRecord finished() {
    auto record = claimed();
    record.answer = StoredAnswer{.status = 201, .body = "{\"a\":1}", .location = "/there", .etag = "\"1\""};
    return record;
  }
  std::vector<OutboxRow> unpublished(Effects& effects, std::size_t limit = 100) {
    return *run(effects.outbox().unpublished(limit));
  }
  std::optional<IdempotencyRecord> find(Effects& effects, UserId user_id = UserId(7),
                                        std::string key = "key-0123456789ab") {
    return *run(effects.keys().find(user_id, std::move(key)));
  }
  std::vector<Event> events(std::string key, std::int64_t first, std::int64_t last) {
    std::vector<Event> made;
    for (auto n = first; n <= last; ++n) made.push_back(event_of(ids, key, n));
    return made;
  }

  test::CountingIds ids;
};

struct EffectsKind {
  std::string name;
  std::unique_ptr<Effects> (*make)();
};

class EffectsOfASave : public testing::TestWithParam<EffectsKind>, protected EffectsTest {
 protected:
  std::unique_ptr<Effects> effects = GetParam().make();
};
INSTANTIATE_TEST_SUITE_P(
    Every, EffectsOfASave,
    testing::Values(EffectsKind{"memory", [] { return std::unique_ptr<Effects>(std::make_unique<InMemory>()); }},
                    EffectsKind{"sqlite", [] { return std::unique_ptr<Effects>(std::make_unique<InSqlite>()); }}),
    [](const auto& info) { return info.param.name; });

TEST_P(EffectsOfASave, are_the_events_as_they_were_in_the_order_of_the_saves) {
  const auto first = events("a", 1, 2);
  const auto second = events("b", 1, 1);
  ASSERT_TRUE(effects->save(saving(), first));
  ASSERT_TRUE(effects->save(saving(), second));
  const auto rows = unpublished(*effects);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].event, first[0]);
  EXPECT_EQ(rows[1].event, first[1]);
  EXPECT_EQ(rows[2].event, second[0]);
  EXPECT_LT(rows[0].row, rows[1].row);
  EXPECT_LT(rows[1].row, rows[2].row);
}

TEST_P(EffectsOfASave, wait_in_the_outbox_until_they_are_marked) {
  ASSERT_TRUE(effects->save(saving(), events("a", 1, 5)));
  const auto rows = unpublished(*effects, 3);
  ASSERT_EQ(rows.size(), 3u);
  ASSERT_TRUE(run(effects->outbox().mark_published({rows[0].row, rows[2].row}, kStart)));
  const auto left = unpublished(*effects);
  ASSERT_EQ(left.size(), 3u);
  EXPECT_EQ(left[0].event.sequence, 2);
  EXPECT_EQ(left[1].event.sequence, 4);
  EXPECT_TRUE(run(effects->outbox().mark_published({rows[0].row}, kStart))) << "twice is fine";
  EXPECT_TRUE(run(effects->outbox().mark_published({}, kStart)));
  EXPECT_EQ(unpublished(*effects).size(), 3u);
}

TEST_P(EffectsOfASave, know_which_of_their_events_came_back) {
  const auto saved = events("a", 1, 3);
  ASSERT_TRUE(effects->save(saving(), saved));
  const auto rows = unpublished(*effects);
  const auto missing = [&](Timestamp published_before) {
    std::vector<std::int64_t> sequences;
    for (const auto& row : *run(effects->audit().unobserved(published_before, 100)))
      sequences.push_back(row.event.sequence);
    return sequences;
  };
  using Sequences = std::vector<std::int64_t>;
  EXPECT_EQ(missing(kStart + 1h), Sequences{}) << "what was never published can't come back";
  ASSERT_TRUE(run(effects->outbox().mark_published({rows[0].row, rows[1].row, rows[2].row}, kStart)));
  EXPECT_EQ(missing(kStart), Sequences{}) << "not before that";
  EXPECT_EQ(missing(kStart + 1us), (Sequences{1, 2, 3}));
  EXPECT_EQ(run(effects->audit().unobserved(kStart + 1us, 2))->size(), 2u);

  const auto stranger = ids.make<EventId>();
  EXPECT_EQ(run(effects->audit().mark_observed({saved[0].id, saved[2].id, stranger}, kStart)),
            (Observation{.news = 2, .repeats = 0, .strangers = 1}));
  EXPECT_EQ(run(effects->audit().mark_observed({saved[0].id}, kStart)), (Observation{.repeats = 1}));
  EXPECT_EQ(missing(kStart + 1us), Sequences{2});

  ASSERT_TRUE(run(effects->audit().mark_republished({rows[1].row}, kStart + 1min)));
  EXPECT_EQ(missing(kStart + 1min), Sequences{}) << "it gets its time again";
  EXPECT_EQ(missing(kStart + 1min + 1us), Sequences{2});
  EXPECT_TRUE(unpublished(*effects).empty());
}

TEST_P(EffectsOfASave, happen_once_for_an_event_and_consumer) {
  const auto event = ids.make<EventId>();
  ASSERT_TRUE(effects->save(applying(event), events("a", 1, 1)));
  EXPECT_TRUE(effects->in_inbox({"group", event}));
  const auto again = effects->save(applying(event), events("a", 2, 2));
  EXPECT_EQ(again.error().code, store_errors::kDuplicateEvent);
  EXPECT_EQ(again.error().kind, ErrorKind::conflict);
  EXPECT_EQ(unpublished(*effects).size(), 1u) << "nothing of the second";
  EXPECT_FALSE(effects->in_inbox({"other", event}));
  EXPECT_TRUE(effects->save(applying(event, "other"), events("a", 2, 2)));
  EXPECT_TRUE(effects->save(applying(ids.make<EventId>()), {}));
}

TEST_P(EffectsOfASave, hold_a_key_with_its_answer) {
  ASSERT_TRUE(effects->save(keeping(finished()), {}));
  EXPECT_EQ(find(*effects), finished());
  EXPECT_FALSE(find(*effects, UserId(8))) << "a key is one user's";
  EXPECT_FALSE(find(*effects, UserId(7), "another-key-0000"));
}

TEST_P(EffectsOfASave, hold_a_claimed_key_until_it_is_finished_by_the_same_effect) {
  ASSERT_TRUE(effects->save(keeping(claimed()), {}));
  EXPECT_EQ(find(*effects), claimed());
  auto later = finished();
  later.created_at = kStart + 1h;
  ASSERT_TRUE(effects->save(keeping(later), {}));
  EXPECT_EQ(find(*effects), finished()) << "it counts from the claim";
}

TEST_P(EffectsOfASave, refuse_a_key_of_another_effect) {
  ASSERT_TRUE(effects->save(keeping(claimed()), {}));
  auto other_resource = finished();
  other_resource.resource_id = "pay_2";
  auto other_request = finished();
  other_request.key.fingerprint = "other";
  for (const auto& clash : {other_resource, other_request}) {
    const auto refused = effects->save(keeping(clash), events("a", 1, 1));
    EXPECT_EQ(refused.error().code, store_errors::kDuplicateKey);
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  }
  EXPECT_EQ(find(*effects), claimed());
  EXPECT_TRUE(unpublished(*effects).empty());
}

TEST_P(EffectsOfASave, never_change_a_finished_answer) {
  ASSERT_TRUE(effects->save(keeping(finished()), {}));
  auto other = finished();
  other.answer->body = "other";
  EXPECT_EQ(effects->save(keeping(other), {}).error().code, store_errors::kDuplicateKey);
  EXPECT_EQ(effects->save(keeping(claimed()), {}).error().code, store_errors::kDuplicateKey);
  EXPECT_EQ(find(*effects), finished());
}

TEST_P(EffectsOfASave, are_all_there_or_none) {
  const auto event = ids.make<EventId>();
  ASSERT_TRUE(effects->save(keeping(finished()), {}));
  auto context = applying(event);
  context.idempotency = finished();
  EXPECT_FALSE(effects->save(context, events("a", 1, 1)));
  EXPECT_FALSE(effects->in_inbox({"group", event})) << "the inbox row went with the refused key";
  EXPECT_TRUE(unpublished(*effects).empty());

  context = applying(event);
  context.idempotency = claimed("key-of-the-other");
  ASSERT_TRUE(effects->save(context, events("a", 1, 1)));
  EXPECT_TRUE(effects->in_inbox({"group", event}));
  EXPECT_TRUE(find(*effects, UserId(7), "key-of-the-other"));
  EXPECT_EQ(unpublished(*effects).size(), 1u);
}

class EffectsPastTheirUse : public testing::Test, protected EffectsTest {
 protected:
  Result<bool> purge(Timestamp events_before, Timestamp keys_before) {
    return run(sqlite::purge_effects(sqlite.database(), events_before, keys_before));
  }
  int rows_in_outbox() {
    const auto reader = sqlite.database().open_reader();
    auto row = reader->query("SELECT count(*) FROM outbox");
    return row.next() ? static_cast<int>(row.integer(0)) : -1;
  }
  InSqlite sqlite;
};

TEST_F(EffectsPastTheirUse, go_by_their_age_and_never_before_they_came_back) {
  const auto event = ids.make<EventId>();
  auto context = applying(event);
  context.idempotency = finished();
  ASSERT_TRUE(sqlite.save(context, events("a", 1, 3)));
  const auto rows = unpublished(sqlite);
  ASSERT_TRUE(run(sqlite.outbox().mark_published({rows[0].row, rows[1].row}, kStart)));
  ASSERT_TRUE(run(sqlite.audit().mark_observed({rows[0].event.id}, kStart)));

  ASSERT_TRUE(purge(kStart, kStart));
  EXPECT_TRUE(sqlite.in_inbox({"group", event})) << "not older than that";
  EXPECT_TRUE(find(sqlite));

  EXPECT_EQ(purge(kStart + 1us, kStart), false);
  EXPECT_FALSE(sqlite.in_inbox({"group", event}));
  EXPECT_TRUE(find(sqlite)) << "keys have a time of their own";
  EXPECT_EQ(rows_in_outbox(), 2) << "what the bus hasn't, or may have lost, is kept for as long as it takes";

  EXPECT_EQ(purge(kStart, kStart + 1us), false);
  EXPECT_FALSE(find(sqlite));
  EXPECT_TRUE(sqlite.save(keeping(finished()), {})) << "the key may be used again";
}

TEST_F(EffectsPastTheirUse, go_in_portions) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(sqlite.database().writer().write_blocking([i](sqlite::Connection& connection) -> Result<> {
      for (int n = 0; n < 500; ++n) {
        connection.execute("INSERT INTO inbox VALUES ('group', ?1, ?2)", i * 500 + n, kStart);
      }
      return {};
    }));
  }
  EXPECT_EQ(purge(kStart + 1us, kStart), true) << "there may be more";
  EXPECT_EQ(purge(kStart + 1us, kStart), false);
}

}  // namespace
}  // namespace ddd
