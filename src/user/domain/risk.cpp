#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include <ddd/user/domain/risk.hpp>

namespace ddd::user {
namespace {

std::int64_t weight_of(RiskSignal signal) {
  switch (signal) {
    case RiskSignal::payment_failed:
      return 35;
    case RiskSignal::payment_disputed:
    case RiskSignal::logins_failed:
      return Risk::kAlarming;
  }
  std::unreachable();
}

}  // namespace

std::string_view to_text(RiskSignal signal) {
  switch (signal) {
    case RiskSignal::payment_failed:
      return "payment_failed";
    case RiskSignal::payment_disputed:
      return "payment_disputed";
    case RiskSignal::logins_failed:
      return "logins_failed";
  }
  std::unreachable();
}

RiskSignal signal_from(std::string_view text) {
  for (const auto signal : {RiskSignal::payment_failed, RiskSignal::payment_disputed, RiskSignal::logins_failed}) {
    if (to_text(signal) == text) return signal;
  }
  throw std::logic_error("no risk signal: " + std::string(text));
}

void Risk::note(RiskSignal signal, Timestamp at) {
  auto& signals = state_.signals;
  const auto is_over = [&](const NotedSignal& noted) { return noted.at <= at - kWindow; };
  const bool is_known = signal == RiskSignal::logins_failed && std::ranges::any_of(signals, [&](const auto& noted) {
                          return noted.signal == signal && !is_over(noted);
                        });
  if (is_known) return;
  std::erase_if(signals, is_over);
  if (signals.size() == kMostSignals) signals.erase(signals.begin());
  signals.insert(std::ranges::upper_bound(signals, at, {}, &NotedSignal::at), {signal, at});
  changed_ = true;
  const auto now = std::max(at, signals.back().at);
  if (score(now) < kAlarming || (state_.warned_at && *state_.warned_at > now - kWindow)) return;
  state_.warned_at = now;
  events_.add(LoginSuspicious{signal, score(now)});
}

std::int64_t Risk::score(Timestamp now) const {
  std::int64_t sum = 0;
  for (const auto& noted : state_.signals) {
    if (noted.at > now - kWindow) sum += weight_of(noted.signal);
  }
  return sum;
}

void Risk::mark_saved() {
  ++state_.version;
  changed_ = false;
  events_.mark_stored();
  state_.event_sequence = events_.stored();
}

}  // namespace ddd::user
