#pragma once

#include <chrono>
#include <optional>
#include <utility>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/api/errors.hpp>
#include <ddd/platform/api/idempotency_store.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/context/save_context.hpp>

namespace ddd::api {

/// The stored answer of `key` as it was first given; nothing when the key is new or its effect has no final answer yet
/// (then the handler goes on from the current state). Errors: `idempotency.key_reused` when the key guards another
/// request, and those of the store.
[[nodiscard]] Task<Result<std::optional<StoredAnswer>>> stored_answer(IdempotencyStore& store,
                                                                      const IdempotencyKey& key);

/// For a request whose save found the key taken by another one meanwhile: waits for that one's answer, a moment long
/// and not past the call's deadline; nothing when there is none by then. Errors: as above.
[[nodiscard]] Task<Result<std::optional<StoredAnswer>>> await_stored_answer(IdempotencyStore& store, Sleeper& sleeper,
                                                                            const CallContext& call);

/// Answers a call that carries a key: a repeat never reaches `handle` (makes a Task<Result<Answer>>) once there is a
/// final answer, which `replay` makes an Answer of. Errors: as above, those of `handle`, and `idempotency.in_flight`.
template <class Answer, class Handle, class Replay>
[[nodiscard]] Task<Result<Answer>> answer_once(IdempotencyStore& store, Sleeper& sleeper, const CallContext& call,
                                               Handle handle, Replay replay) {
  DDD_CO_TRY(auto known, co_await stored_answer(store, *call.idempotency));
  if (known) co_return replay(*std::move(known));
  constexpr int kMostTries = 25;  // five seconds
  int tries = 0;
  do {
    auto result = co_await handle();
    if (result || result.error().code != store_errors::kDuplicateKey) co_return result;
    // Another request with this key was faster; its answer is this one's. If it leaves none, its process may have died,
    // and the handler can go on with what it began as soon as nobody else does.
    DDD_CO_TRY(auto answer, co_await await_stored_answer(store, sleeper, call));
    if (answer) co_return replay(*std::move(answer));
  } while (++tries < kMostTries && std::chrono::steady_clock::now() < call.deadline);
  co_return Refused(errors::key_in_flight());
}

}  // namespace ddd::api
