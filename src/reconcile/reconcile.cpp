#include <algorithm>
#include <array>

#include <ddd/payment/domain/payment_state.hpp>
#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/reconcile/card_numbers.hpp>
#include <ddd/reconcile/reconcile.hpp>
#include <ddd/reconcile/stores.hpp>

namespace ddd::reconcile {
namespace {

using sqlite::Connection;

void describe_payments(Connection& connection) {
  connection.run_script(
      "CREATE TABLE temp.sold_states (state TEXT);"
      "INSERT INTO temp.sold_states VALUES ('completed'), ('partially_refunded'), ('refunded');"
      "CREATE TABLE temp.payment_edges (from_state TEXT, to_state TEXT);"
      "CREATE TABLE temp.moment (at INTEGER);");
  constexpr int kStates = static_cast<int>(payment::PaymentState::manual_review) + 1;
  for (int from = 0; from < kStates; ++from) {
    for (int to = 0; to < kStates; ++to) {
      const auto a = static_cast<payment::PaymentState>(from);
      const auto b = static_cast<payment::PaymentState>(to);
      if (!payment::can_follow(a, b)) continue;
      connection.execute("INSERT INTO temp.payment_edges VALUES (?1, ?2)", payment::to_text(a), payment::to_text(b));
    }
  }
}

/// No query can tell: each text is read.
constexpr Invariant kNoCardNumber{.id = "I6", .promise = "No table and no log holds a card number.", .sql = ""};

void add(Finding& finding, std::string id) {
  if (finding.broken.size() < Finding::kMostShown) finding.broken.push_back(std::move(id));
  ++finding.broken_count;
}

Finding check(Connection& connection, const Invariant& invariant) {
  Finding finding{.invariant = &invariant, .checked = true, .broken = {}, .broken_count = 0};
  auto row = connection.query(invariant.sql);
  while (row.next()) add(finding, row.string(0));
  return finding;
}

auto groups() {
  return std::array{money_invariants(),  refund_invariants(), stock_invariants(),
                    basket_invariants(), event_invariants(),  identity_invariants()};
}

std::vector<Finding> check_queries(Connection& connection, bool has_sandbox) {
  std::vector<Finding> findings;
  for (const auto invariants : groups()) {
    for (const auto& invariant : invariants) {
      if (invariant.needs_sandbox && !has_sandbox) {
        findings.push_back({.invariant = &invariant, .checked = false, .broken = {}, .broken_count = 0});
      } else {
        findings.push_back(check(connection, invariant));
      }
    }
  }
  return findings;
}

Result<Finding> search_card_numbers(Connection& connection, bool has_sandbox,
                                    const std::vector<std::filesystem::path>& logs) {
  Finding finding{.invariant = &kNoCardNumber, .checked = true, .broken = {}, .broken_count = 0};
  const auto found = [&finding](std::string place) { add(finding, std::move(place)); };
  for (const auto* schema : {"user", "product", "basket", "payment", "bus"})
    find_card_numbers(connection, schema, found);
  if (has_sandbox) find_card_numbers(connection, "sandbox", found);
  for (const auto& log : logs) {
    if (!find_card_numbers(log, found)) return Refused(cannot_read("there is no log " + log.string()));
  }
  return finding;
}

}  // namespace

Result<std::vector<Finding>> check_all(const std::filesystem::path& folder, Timestamp now,
                                       const std::vector<std::filesystem::path>& logs) {
  try {
    Connection connection(":memory:", Connection::Mode::read_write);
    describe_payments(connection);
    connection.execute("INSERT INTO temp.moment VALUES (?1)", now);
    DDD_TRY(const bool has_sandbox, attach_stores(connection, folder));
    auto findings = check_queries(connection, has_sandbox);
    DDD_TRY(auto cards, search_card_numbers(connection, has_sandbox, logs));
    findings.push_back(std::move(cards));
    return findings;
  } catch (const sqlite::Failure& failure) {
    return Refused(cannot_read(failure.what()));
  }
}

std::vector<Invariant> all_invariants() {
  std::vector<Invariant> all;
  for (const auto invariants : groups()) all.insert(all.end(), invariants.begin(), invariants.end());
  all.push_back(kNoCardNumber);
  return all;
}

bool is_clean(const std::vector<Finding>& findings) {
  return std::ranges::all_of(findings, [](const Finding& finding) { return finding.broken_count == 0; });
}

}  // namespace ddd::reconcile
