#pragma once

#include <string>
#include <string_view>

#include <ddd/reconcile/history.hpp>

namespace ddd::reconcile {

// What the checks of a history mean by their words.

/// A payment in this state has taken its money, whatever was given back since.
[[nodiscard]] bool is_sold(std::string_view state);

/// The answer says that it was done.
[[nodiscard]] bool is_done(const Entry& entry);
/// The answer is a refusal that stays one. Those that ask to come again, or came before anything began, say nothing of
/// the outcome.
[[nodiscard]] bool is_refused(const Entry& entry);

/// The payment that a client's key stands for by the books; empty if there is none.
[[nodiscard]] std::string paid_under(const Books& books, int client, const std::string& key);

}  // namespace ddd::reconcile
