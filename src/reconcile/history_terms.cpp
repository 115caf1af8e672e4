#include <ddd/reconcile/history_terms.hpp>

namespace ddd::reconcile {

bool is_sold(std::string_view state) {
  return state == "completed" || state == "partially_refunded" || state == "refunded";
}

bool is_done(const Entry& entry) {
  return entry.status >= 200 && entry.status <= 299 && entry.status != 202;
}

bool is_refused(const Entry& entry) {
  return entry.status >= 400 && entry.status <= 499 && entry.status != 401 && entry.status != 429 &&
         entry.code != "idempotency.in_flight" && entry.code != "payment.in_progress";
}

std::string paid_under(const Books& books, int client, const std::string& key) {
  const auto user = books.users.find(client);
  if (user == books.users.end()) return {};
  const auto payment = books.keys.find({user->second, key});
  return payment == books.keys.end() ? std::string() : payment->second;
}

}  // namespace ddd::reconcile
