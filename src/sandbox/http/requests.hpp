#pragma once

#include <string_view>

#include <ddd/sandbox/application/commands.hpp>
#include <ddd/sandbox/application/ports/event_store.hpp>
#include <ddd/sandbox/http/parameters.hpp>

/// Requests as commands and filters: the parameters that each route takes and what they may be, from
/// docs.stripe.com/api. `id` is the one in the path. Errors: those of `Parameters`, `sandbox.not_found` for an id that
/// can't be one.
namespace ddd::sandbox::requests {

[[nodiscard]] Result<Command> create_intent(std::string_view id, Parameters& parameters);
[[nodiscard]] Result<Command> confirm_intent(std::string_view id, Parameters& parameters);
[[nodiscard]] Result<Command> capture_intent(std::string_view id, Parameters& parameters);
[[nodiscard]] Result<Command> cancel_intent(std::string_view id, Parameters& parameters);
[[nodiscard]] Result<Command> create_refund(std::string_view id, Parameters& parameters);
[[nodiscard]] Result<Command> save_method(std::string_view id, Parameters& parameters);

[[nodiscard]] Result<ListRange<IntentId>> intent_list(Parameters& parameters);
[[nodiscard]] Result<RefundFilter> refund_list(Parameters& parameters);
[[nodiscard]] Result<EventFilter> event_list(Parameters& parameters);

[[nodiscard]] Result<IntentId> intent_id(std::string_view id);
[[nodiscard]] Result<EventId> event_id(std::string_view id);
[[nodiscard]] Result<RefundId> refund_id(std::string_view id);

}  // namespace ddd::sandbox::requests
