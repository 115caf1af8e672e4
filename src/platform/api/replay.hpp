#pragma once

#include <optional>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/api/idempotency_store.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/http/message.hpp>

namespace ddd::api {

/// The stored answer of `key` as it was first given, marked `Idempotent-Replayed: true`; nothing when the key is new or
/// its effect has no final answer yet (then the handler goes on from the current state). Errors:
/// `idempotency.key_reused` when the key guards another request, and those of the store.
[[nodiscard]] Task<Result<std::optional<http::Response>>> stored_answer(IdempotencyStore& store,
                                                                        const IdempotencyKey& key);

/// For a request whose save found the key taken by another one meanwhile: waits for that one's answer, a moment long and
/// not past the call's deadline; nothing when there is none by then. Errors: as above.
[[nodiscard]] Task<Result<std::optional<http::Response>>> await_stored_answer(IdempotencyStore& store, Sleeper& sleeper,
                                                                              const CallContext& call);

}  // namespace ddd::api
