#include <algorithm>
#include <array>

#include <ddd/payment/domain/payment_state.hpp>
#include <ddd/platform/sqlite/connection.hpp>
#include <ddd/reconcile/reconcile.hpp>

namespace ddd::reconcile {
namespace {

using sqlite::Connection;

constexpr std::array kFiles{"user", "product", "basket", "payment", "bus"};
constexpr std::string_view kSandbox = "sandbox";

Error cannot_read(const std::string& what) {
  return {.kind = ErrorKind::unavailable,
          .code = "reconcile.cannot_read",
          .message = "The stores can't be read: " + what + "."};
}

std::filesystem::path file_of(const std::filesystem::path& folder, std::string_view schema) {
  return folder / (std::string(schema) + ".db");
}

void attach(Connection& connection, const std::filesystem::path& folder, std::string_view schema) {
  // Names of schemas can't be bound; they are ours.
  static_cast<void>(
      connection.query_once("ATTACH ?1 AS " + std::string(schema), {file_of(folder, schema).string()}).next());
}

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

Finding check(Connection& connection, const Invariant& invariant) {
  Finding finding{.invariant = &invariant, .checked = true, .broken = {}, .broken_count = 0};
  auto row = connection.query(invariant.sql);
  while (row.next()) {
    if (finding.broken.size() < Finding::kMostShown) finding.broken.push_back(row.string(0));
    ++finding.broken_count;
  }
  return finding;
}

std::vector<Finding> check_all(Connection& connection, bool has_sandbox) {
  std::vector<Finding> findings;
  for (const auto invariants : {money_invariants(), stock_invariants(), basket_invariants(), event_invariants()}) {
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

}  // namespace

Result<std::vector<Finding>> check_all(const std::filesystem::path& folder, Timestamp now) {
  for (const auto* schema : kFiles) {
    // Attaching would make the file.
    if (!std::filesystem::exists(file_of(folder, schema))) {
      return Refused(cannot_read("there is no " + file_of(folder, schema).string()));
    }
  }
  try {
    Connection connection(":memory:", Connection::Mode::read_write);
    describe_payments(connection);
    connection.execute("INSERT INTO temp.moment VALUES (?1)", now);
    for (const auto* schema : kFiles) attach(connection, folder, schema);
    const bool has_sandbox = std::filesystem::exists(file_of(folder, kSandbox));
    if (has_sandbox) attach(connection, folder, kSandbox);
    connection.run_script("PRAGMA query_only = ON; BEGIN");
    return check_all(connection, has_sandbox);
  } catch (const sqlite::Failure& failure) {
    return Refused(cannot_read(failure.what()));
  }
}

bool is_clean(const std::vector<Finding>& findings) {
  return std::ranges::all_of(findings, [](const Finding& finding) { return finding.broken_count == 0; });
}

}  // namespace ddd::reconcile
