#pragma once

#include <string>
#include <string_view>

#include <ddd/platform/http/message.hpp>
#include <ddd/sandbox/domain/payment_intent.hpp>

/// The page of the customer's bank (3-D Secure): plain HTML without scripts or anything to be fetched. Whoever knows
/// its address may decide, so the address can't be guessed, and tells nothing but the amount.
namespace ddd::sandbox::action_page {

/// Where the pages are; what follows is the token.
inline constexpr std::string_view kPath = "/3ds/";

/// The question, while the intent waits for the answer; afterwards that it was answered (410).
[[nodiscard]] http::Response ask(const PaymentIntent::Snapshot& intent);
/// Back to the shop, with what became of it; a page that says so where the shop gave no address.
[[nodiscard]] http::Response answered(const PaymentIntent::Snapshot& intent);
/// 404.
[[nodiscard]] http::Response unknown();
/// 400: a form that is not the page's.
[[nodiscard]] http::Response unreadable();

/// `return_url` with payment_intent, payment_intent_client_secret and redirect_status, as Stripe sends customers back:
/// docs.stripe.com/payments/3d-secure/authentication-flow. Safe as the value of a header, whatever the shop gave.
[[nodiscard]] std::string way_back(const PaymentIntent::Snapshot& intent);

}  // namespace ddd::sandbox::action_page
