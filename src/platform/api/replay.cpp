#include <ddd/platform/api/replay.hpp>

namespace ddd::api {
namespace {

constexpr std::chrono::milliseconds kPollInterval{20};
constexpr int kMaxPolls = 10;

}  // namespace

Task<Result<std::optional<StoredAnswer>>> stored_answer(IdempotencyStore& store, const IdempotencyKey& key) {
  DDD_CO_TRY(auto record, co_await store.find(key.user_id, key.key));
  if (!record) co_return std::nullopt;
  if (record->key.fingerprint != key.fingerprint) co_return Refused(errors::key_reused());
  co_return std::move(record->answer);
}

Task<Result<std::optional<StoredAnswer>>> await_stored_answer(IdempotencyStore& store, Sleeper& sleeper,
                                                              const CallContext& call) {
  for (int poll = 0; poll < kMaxPolls && std::chrono::steady_clock::now() < call.deadline; ++poll) {
    DDD_CO_TRY(auto answer, co_await stored_answer(store, *call.idempotency));
    if (answer) co_return answer;
    co_await sleeper.sleep_for(kPollInterval);
  }
  co_return std::nullopt;
}

}  // namespace ddd::api
