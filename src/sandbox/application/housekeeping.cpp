#include <ddd/sandbox/application/housekeeping.hpp>

namespace ddd::sandbox {

Task<> Housekeeping::run() {
  using namespace std::chrono_literals;
  for (;;) {
    const auto more = co_await run_once();
    co_await sleeper_.sleep_for(more && *more ? 100ms : 60'000ms);
  }
}

Task<> Housekeeping::settle_refunds() {
  for (;;) {
    static_cast<void>(co_await operations_.settle_refunds(kAtOnce));
    co_await sleeper_.sleep_for(std::chrono::milliseconds(500));
  }
}

Task<Result<bool>> Housekeeping::run_once() {
  const auto now = clock_.now();
  DDD_CO_TRY(const auto lapsed, co_await operations_.lapse_holds(kAtOnce));
  DDD_CO_TRY(const auto keys, co_await intents_.forget_keys(now - kKeyLife, kAtOnce));
  DDD_CO_TRY(const auto events, co_await events_.forget_events(now - kEventLife, kAtOnce));
  co_return lapsed == kAtOnce || keys == kAtOnce || events == kAtOnce;
}

}  // namespace ddd::sandbox
