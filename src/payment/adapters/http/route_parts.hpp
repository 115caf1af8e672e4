#pragma once

#include <string>
#include <vector>

#include <ddd/payment/adapters/http/handlers.hpp>
#include <ddd/platform/api/route.hpp>

// What the route tables of this folder are made of.
namespace ddd::payment {

using Member = HttpHandlers::Answer (HttpHandlers::*)(const CallContext&, const api::RouteRequest&);
[[nodiscard]] api::RouteHandler bind(HttpHandlers& handlers, Member member);

[[nodiscard]] api::DocumentedAnswer one_payment(int status, std::string description);
[[nodiscard]] api::DocumentedAnswer page_of_payments();
[[nodiscard]] api::DocumentedAnswer payment_not_found();
[[nodiscard]] std::vector<api::QueryParameter> page_parameters();
/// For page.total.
[[nodiscard]] api::QueryParameter total_parameter();
/// The coarse statuses.
[[nodiscard]] api::QueryParameter status_parameter();

// Parts of the table, each in a file of its name.
void add_payment_routes(std::vector<api::Route>& routes, HttpHandlers& handlers);
void add_wallet_routes(std::vector<api::Route>& routes, HttpHandlers& handlers);
void add_refund_routes(std::vector<api::Route>& routes, HttpHandlers& handlers);
void add_admin_routes(std::vector<api::Route>& routes, HttpHandlers& handlers);

}  // namespace ddd::payment
