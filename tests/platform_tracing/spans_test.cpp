#include <gmock/gmock.h>
#include <platform_storage/consumer.hpp>
#include <platform_storage/database.hpp>
#include <platform_storage/temp_log.hpp>
#include <platform_tracing/notebook.hpp>

#include <ddd/platform/embedded_bus/embedded_bus.hpp>
#include <ddd/platform/memory_bus/memory_bus.hpp>
#include <ddd/platform/messaging/group_runner.hpp>
#include <ddd/platform/messaging/relay.hpp>
#include <ddd/platform/sqlite/effects.hpp>
#include <ddd/runtime/traced_client.hpp>
#include <ddd/runtime/use_case_traces.hpp>

namespace ddd {
namespace {

using namespace std::chrono_literals;
using test::kStart;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using tracing::SpanKind;
using tracing::test::attribute;
using tracing::test::is_child;
using tracing::test::Notebook;

TraceContext unrecorded() {
  auto trace = TraceContext::root();
  trace.sampled = false;
  return trace;
}

TEST(TraceContexts, know_their_parent_and_whether_they_are_recorded) {
  const auto root = TraceContext::root();
  EXPECT_TRUE(root.sampled);
  EXPECT_FALSE(root.has_parent());
  EXPECT_EQ(root.child().parent_id, root.span_id);
  EXPECT_EQ(root.child().trace_id, root.trace_id);
  const auto elsewhere = TraceContext::parse(unrecorded().child().to_traceparent());
  ASSERT_TRUE(elsewhere);
  EXPECT_FALSE(elsewhere->sampled);
  EXPECT_FALSE(elsewhere->has_parent());
  EXPECT_FALSE(TraceContext().sampled);
}

/// A file of a context, its outbox, a bus and a consumer, all of which tell one notebook.
class TracedWork : public testing::Test, protected test::TestShard {
 protected:
  static sqlite::OnFailure unexpected() {
    return [](const std::string& what) { ADD_FAILURE() << what; };
  }
  std::unique_ptr<sqlite::Database> open_database() {
    const auto migration = sqlite::effects_migration();
    return sqlite::Database::open((folder / "context.db").string(), {&migration, 1}, kStart, unexpected(), &notebook)
        .value();
  }
  Result<> save(const TraceContext& trace, int events, bool refuses = false) {
    const SaveContext context{.now = kStart, .trace = trace};
    const auto subject = "thing/" + std::to_string(++saves);
    std::vector<OutgoingEvent> outgoing;
    for (int n = 1; n <= events; ++n) {
      outgoing.push_back({.topic = "topic",
                          .key = "a",
                          .type = "ddd.test.happened.v1",
                          .subject = subject,
                          .sequence = n,
                          .data = "{}"});
    }
    return run(
        database->writer().write([=, all = stamp(outgoing, ids, context)](sqlite::Connection& connection) -> Result<> {
          DDD_CHECK(sqlite::write_effects(connection, context, all));
          if (refuses) return Refused(store_errors::version_conflict());
          return {};
        }));
  }

  int saves = 0;
  test::TempFolder folder;
  test::ManualClock clock;
  test::CountingIds ids;
  test::TurnSleeper sleeper;
  test::TempLog log;
  metrics::Registry metrics;
  Notebook notebook;
  std::unique_ptr<sqlite::Database> database = open_database();
  sqlite::SqliteOutbox outbox{*database};
  std::unique_ptr<EmbeddedBusFile> file =
      EmbeddedBusFile::open((folder / "bus.db").string(), kStart, unexpected(), &notebook).value();
  EmbeddedBus bus{*file, context.get_executor()};
};

TEST_F(TracedWork, tells_the_commit_that_a_save_waited_for_and_each_event_that_it_wrote) {
  const auto trace = TraceContext::root();
  ASSERT_TRUE(save(trace, 2));
  EXPECT_THAT(notebook.names(),
              UnorderedElementsAre("commit context.db", "outbox ddd.test.happened.v1", "outbox ddd.test.happened.v1"));
  for (const auto& span : notebook.spans()) EXPECT_TRUE(is_child(span, trace)) << span.name;
  const auto commit = notebook.span("commit context.db");
  EXPECT_EQ(attribute(commit, "db.group.jobs").value, tracing::Attribute({"", std::int64_t{1}}).value);
  EXPECT_LE(commit.started, commit.ended);
}

TEST_F(TracedWork, tells_nothing_of_what_was_rolled_back_or_is_not_recorded) {
  EXPECT_FALSE(save(TraceContext::root(), 1, true));
  ASSERT_TRUE(save(unrecorded(), 1));
  ASSERT_TRUE(save({}, 1));
  EXPECT_THAT(notebook.names(), IsEmpty());
}

TEST_F(TracedWork, goes_on_with_the_event_through_outbox_bus_and_consumer) {
  ASSERT_TRUE(save(TraceContext::root(), 1));
  const auto event = notebook.span("outbox ddd.test.happened.v1");
  EXPECT_EQ(event.kind, SpanKind::producer);
  OutboxRelay relay("test", outbox, bus, clock, metrics, context.get_executor(), &notebook);
  ASSERT_EQ(run(relay.flush()), 1U);
  const auto published = notebook.span("publish topic");
  EXPECT_TRUE(is_child(published, event.context));
  EXPECT_EQ(published.service, "test-service");
  EXPECT_TRUE(is_child(notebook.span("commit bus.db"), event.context));

  test::Consumer consumer;
  GroupRunner runner(consumer.subscription(), bus, clock, sleeper, metrics, *log.log, &notebook);
  ASSERT_EQ(run(runner.run_once(0ms)), 1U);
  const auto consumed = notebook.span("consume test.group");
  EXPECT_TRUE(is_child(consumed, event.context));
  EXPECT_EQ(consumed.kind, SpanKind::consumer);
  EXPECT_EQ(attribute(consumed, "outcome").value, tracing::Attribute({"", "applied"}).value);
  EXPECT_EQ(consumer.calls.at(0).trace, consumed.context) << "the handler's own work is part of it";
}

TEST_F(TracedWork, leaves_events_alone_that_belong_to_no_recorded_trace) {
  ASSERT_TRUE(save(unrecorded(), 1));
  ASSERT_TRUE(save({}, 1));
  OutboxRelay relay("test", outbox, bus, clock, metrics, context.get_executor(), &notebook);
  ASSERT_EQ(run(relay.flush()), 2U);
  test::Consumer consumer;
  GroupRunner runner(consumer.subscription(), bus, clock, sleeper, metrics, *log.log, &notebook);
  ASSERT_EQ(run(runner.run_once(0ms)), 2U);
  EXPECT_THAT(notebook.names(), IsEmpty());
}

class NoObserver final : public UseCaseObserver {
 public:
  void finished(const CallContext&, std::string_view, std::chrono::steady_clock::duration, const Error*) override {
    ++runs;
  }
  int runs = 0;
};

struct Ask {
  bool refuses = false;
};

/// Notes the trace it runs under.
class AskHandler {
 public:
  explicit AskHandler(std::vector<TraceContext>& seen) : seen_(seen) {}
  [[nodiscard]] Task<Result<int>> handle(const CallContext& call, Ask ask) {
    seen_.push_back(call.trace);
    if (ask.refuses) co_return Refused(Error{.kind = ErrorKind::rejected, .code = "test.refused"});
    co_return 1;
  }

 private:
  std::vector<TraceContext>& seen_;
};

class TracedUseCase : public testing::Test, protected test::TestShard {
 protected:
  Result<int> ask(const TraceContext& trace, bool refuses = false) {
    CallContext call;
    call.trace = trace;
    return run(use_case.handle(call, Ask{refuses}));
  }
  Notebook notebook;
  NoObserver next;
  UseCaseTraces traces{"test-service", &notebook, next};
  std::vector<TraceContext> seen;
  UseCase<AskHandler> use_case{traces, "ask", seen};
};

TEST_F(TracedUseCase, is_a_span_under_which_its_own_work_is_done) {
  const auto trace = TraceContext::root();
  EXPECT_TRUE(ask(trace));
  const auto span = notebook.span("ask");
  EXPECT_TRUE(is_child(span, trace));
  EXPECT_EQ(span.service, "test-service");
  EXPECT_EQ(span.error, "");
  EXPECT_THAT(seen, ElementsAre(span.context));
  EXPECT_EQ(next.runs, 1);
}

TEST_F(TracedUseCase, tells_what_it_was_refused_with) {
  EXPECT_FALSE(ask(TraceContext::root(), true));
  EXPECT_EQ(notebook.span("ask").error, "test.refused");
}

TEST_F(TracedUseCase, works_under_its_callers_context_where_nothing_is_recorded) {
  const auto trace = unrecorded();
  EXPECT_TRUE(ask(trace));
  EXPECT_THAT(notebook.names(), IsEmpty());
  EXPECT_THAT(seen, ElementsAre(trace));
  EXPECT_EQ(next.runs, 1);
}

using Outcome = std::expected<http::IncomingResponse, http::ExchangeFailure>;

/// Answers as it is told and keeps what it was asked.
class FixedClient final : public http::Client {
 public:
  explicit FixedClient(Outcome outcome, std::vector<http::OutgoingRequest>& asked)
      : outcome_(std::move(outcome)), asked_(asked) {}
  [[nodiscard]] Task<Outcome> exchange(http::OutgoingRequest request, std::chrono::milliseconds) override {
    asked_.push_back(std::move(request));
    co_return outcome_;
  }

 private:
  Outcome outcome_;
  std::vector<http::OutgoingRequest>& asked_;
};

class ATracedClient : public testing::Test, protected test::TestShard {
 protected:
  /// The `traceparent` that the other side was told.
  std::string ask(const TraceContext& trace, Outcome outcome) {
    TracedClient client(std::make_unique<FixedClient>(std::move(outcome), asked), "test-service", "provider",
                        &notebook);
    auto answer = run(client.exchange({.method = http::Method::post,
                                       .target = "/v1/things?secret=1",
                                       .headers = {{"traceparent", trace.to_traceparent()}},
                                       .body = "secret"},
                                      1s));
    static_cast<void>(answer);
    return asked.back().headers.at(0).second;
  }
  Notebook notebook;
  std::vector<http::OutgoingRequest> asked;
};

TEST_F(ATracedClient, makes_a_span_of_an_exchange_and_tells_the_other_side) {
  const auto trace = TraceContext::root();
  const auto told = ask(trace, http::IncomingResponse{.status = 201});
  const auto span = notebook.span("POST provider");
  EXPECT_TRUE(is_child(span, trace));
  EXPECT_EQ(told, span.context.to_traceparent());
  EXPECT_EQ(span.kind, SpanKind::client);
  EXPECT_EQ(attribute(span, "url.path").value, tracing::Attribute({"", "/v1/things"}).value);
  EXPECT_EQ(attribute(span, "http.response.status_code").value, tracing::Attribute({"", std::int64_t{201}}).value);
}

TEST_F(ATracedClient, tells_whether_the_other_side_may_have_heard) {
  using Reach = http::ExchangeFailure::Reach;
  ask(TraceContext::root(), std::unexpected(http::ExchangeFailure{Reach::unknown, "timed out"}));
  EXPECT_EQ(notebook.spans().back().error, "http.no_answer");
  ask(TraceContext::root(), std::unexpected(http::ExchangeFailure{Reach::not_sent, "connect refused"}));
  EXPECT_EQ(notebook.spans().back().error, "http.not_sent");
  ask(TraceContext::root(), http::IncomingResponse{.status = 500});
  EXPECT_EQ(notebook.spans().back().error, "http.server_error");
}

TEST_F(ATracedClient, passes_on_what_is_not_recorded) {
  const auto trace = unrecorded();
  EXPECT_EQ(ask(trace, http::IncomingResponse{.status = 200}), trace.to_traceparent());
  EXPECT_THAT(notebook.names(), IsEmpty());
}

}  // namespace
}  // namespace ddd
