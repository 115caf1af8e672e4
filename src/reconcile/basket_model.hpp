#pragma once

#include <vector>

#include <ddd/reconcile/history.hpp>

namespace ddd::reconcile {

/// Follows each client's basket through its history: which baskets are possible after what was asked, answered and not
/// answered, with the purchases that are taken out at some time after they completed. Finds what a client was shown, or
/// what is left at the end (the client's last read), that none of them explains: B1, B2 and B5 of `check`.
void check_baskets(const History& history, const Books& books, std::vector<Violation>& found);

}  // namespace ddd::reconcile
