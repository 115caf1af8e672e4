#include <algorithm>

#include <ddd/payment/domain/errors.hpp>
#include <ddd/payment/domain/wallet.hpp>

namespace ddd::payment {
namespace {

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

bool is_provider_token(std::string_view text) {
  constexpr std::string_view kPrefix = "pm_";
  return text.starts_with(kPrefix) && text.size() > kPrefix.size() && text.size() <= kPrefix.size() + 64 &&
         std::ranges::all_of(text, is_word);
}

Result<> Wallet::add(PaymentMethodId id, std::string token, CardFacts card, bool as_default, Timestamp now) {
  if (state_.methods.size() >= kMostMethods) return Refused(errors::too_many_methods());
  events_.add(PaymentMethodAdded{id.to_text()});
  state_.methods.push_back({std::move(id), std::move(token), std::move(card), false, true, now, now});
  if (as_default) return make_default(state_.methods.back().id, now);
  keep_one_default(now);
  return {};
}

Result<> Wallet::make_default(const PaymentMethodId& id, Timestamp now) {
  auto* chosen = locate(id);
  if (chosen == nullptr) return Refused(errors::method_not_found());
  if (!chosen->is_active) return Refused(errors::method_inactive());
  for (auto& method : state_.methods) {
    const bool is_chosen = &method == chosen;
    if (method.is_default == is_chosen) continue;
    method.is_default = is_chosen;
    method.updated_at = now;
  }
  return {};
}

Result<> Wallet::set_active(const PaymentMethodId& id, bool active, Timestamp now) {
  auto* method = locate(id);
  if (method == nullptr) return Refused(errors::method_not_found());
  if (method->is_active == active) return {};
  method->is_active = active;
  method->is_default = method->is_default && active;
  method->updated_at = now;
  keep_one_default(now);
  return {};
}

Result<> Wallet::remove(const PaymentMethodId& id, Timestamp now) {
  auto* method = locate(id);
  if (method == nullptr) return Refused(errors::method_not_found());
  events_.add(PaymentMethodRemoved{id.to_text()});
  state_.methods.erase(state_.methods.begin() + (method - state_.methods.data()));
  keep_one_default(now);
  return {};
}

Result<PaymentMethod> Wallet::find(const PaymentMethodId& id) const {
  const auto found = std::ranges::find(state_.methods, id, &PaymentMethod::id);
  if (found == state_.methods.end()) return Refused(errors::method_not_found());
  return *found;
}

PaymentMethod* Wallet::locate(const PaymentMethodId& id) {
  const auto found = std::ranges::find(state_.methods, id, &PaymentMethod::id);
  return found == state_.methods.end() ? nullptr : &*found;
}

void Wallet::keep_one_default(Timestamp now) {
  if (std::ranges::any_of(state_.methods, &PaymentMethod::is_default)) return;
  const auto first = std::ranges::find_if(state_.methods, &PaymentMethod::is_active);
  if (first == state_.methods.end()) return;
  first->is_default = true;
  first->updated_at = now;
}

void Wallet::mark_saved() {
  ++state_.version;
  events_.mark_stored();
  state_.event_sequence = events_.stored();
}

}  // namespace ddd::payment
