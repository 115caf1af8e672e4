#pragma once

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <ddd/payment/domain/payment.hpp>
#include <ddd/payment/domain/wallet.hpp>

namespace ddd::payment::test {

// Every field as text: what is compared as a whole, and what a failed comparison shows.

inline std::string as_text(Timestamp at) {
  return std::to_string(to_micros(at));
}
inline std::string as_text(const std::optional<Timestamp>& at) {
  return at ? as_text(*at) : "-";
}

inline std::string as_text(const Refund& r) {
  std::ostringstream out;
  out << r.id.to_text() << " of " << r.amount.to_text() << " '" << r.reason << "' " << to_text(r.status) << " v"
      << r.version << (r.restock ? ", restock" : "");
  for (const auto& line : r.lines) out << ' ' << line.quantity << " x " << line.product_id.to_text();
  out << ", uncertain since " << as_text(r.uncertain_since) << ", key " << r.attempt << " of " << as_text(r.prepared_at)
      << ", provider's '" << r.provider_id << "' failed '" << r.failure_reason << "' created " << as_text(r.created_at)
      << ", succeeded " << as_text(r.succeeded_at) << ", completed " << as_text(r.completed_at);
  return out.str();
}

inline std::string as_text(const Payment::Snapshot& p) {
  std::ostringstream out;
  out << p.id.to_text() << " of user " << p.user_id.to_text() << ", order " << p.order_id << '\n';
  out << "basket " << (p.basket ? p.basket->id.to_text() + " v" + std::to_string(p.basket->version) : "-") << '\n';
  for (const auto& line : p.lines) {
    out << "line " << line.product_id.to_text() << " '" << line.name << "' " << line.quantity << " x "
        << line.unit_price.to_text() << '\n';
  }
  out << "amount " << p.amount.to_text() << ", refunded " << p.refunded << '\n';
  for (const auto& refund : p.refunds) out << as_text(refund) << '\n';
  out << "state " << to_text(p.state) << ", uncertain since " << as_text(p.uncertain_since) << '\n';
  out << "method '" << p.payment_method << "' back to '" << p.return_url << "', attempt " << p.attempt << '\n';
  out << "intent '" << p.intent_id << "' secret '" << p.client_secret << "' action '" << p.action_url << "'\n";
  out << "declined '" << p.decline_code << "' failed '" << p.failure_reason << "'\n";
  out << "prepared create " << p.create_prepared << ", cancel " << p.cancel_prepared << '\n';
  out << "keys " << p.keys.create << ' ' << p.keys.capture << ' ' << p.keys.cancel << ", the last prepared "
      << as_text(p.prepared_at) << '\n';
  out << "dispute '" << p.dispute_id << "' '" << p.dispute_status << "'\n";
  out << "abandonment "
      << (p.abandonment ? std::string(to_text(p.abandonment->end)) + " '" + p.abandonment->reason + "'" : "-") << '\n';
  out << "version " << p.version << ", events " << p.event_sequence << ", transitions " << p.transition_sequence
      << '\n';
  out << "created " << as_text(p.created_at) << ", updated " << as_text(p.updated_at) << ", completed "
      << as_text(p.completed_at) << ", expires " << as_text(p.expires_at) << '\n';
  return out.str();
}

inline std::string as_text(const Transition& transition) {
  return std::to_string(transition.sequence) + " " +
         (transition.from ? std::string(to_text(*transition.from)) : std::string("-")) + " > " +
         std::string(to_text(transition.to)) + " '" + transition.reason + "' at " + as_text(transition.at);
}

inline std::string as_text(const Wallet::Snapshot& wallet) {
  std::ostringstream out;
  out << "user " << wallet.user_id.to_text() << ", version " << wallet.version << ", events " << wallet.event_sequence
      << '\n';
  for (const auto& method : wallet.methods) {
    out << method.id.to_text() << " '" << method.token << "' " << method.card.brand << ' '
        << method.card.last_four_digits << ' ' << method.card.expiry_month << '/' << method.card.expiry_year
        << (method.is_default ? " default" : "") << (method.is_active ? " active" : " off") << " created "
        << as_text(method.created_at) << ", updated " << as_text(method.updated_at) << '\n';
  }
  return out.str();
}

/// The states of a log in order, " > " between them, starting with the first one's origin if it has one.
inline std::string path_of(const std::vector<Transition>& transitions) {
  std::string path;
  for (const auto& transition : transitions) {
    if (path.empty() && transition.from) path = to_text(*transition.from);
    path += (path.empty() ? "" : " > ") + std::string(to_text(transition.to));
  }
  return path;
}

}  // namespace ddd::payment::test
