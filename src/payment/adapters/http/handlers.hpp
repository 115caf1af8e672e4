#pragma once

#include <ddd/payment/application/application.hpp>
#include <ddd/platform/api/route.hpp>

namespace ddd::payment {

/// One function per route: decode, call the use case, encode. One per shard.
class HttpHandlers {
 public:
  using Answer = Task<Result<http::Response>>;

  explicit HttpHandlers(Application& application) : application_(application) {}

  // payment_handlers.cpp
  [[nodiscard]] Answer create_payment(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer process_payment(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer cancel_payment(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer get_payment(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer list_payments(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer list_all_payments(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer list_transitions(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer receive_webhook(const CallContext& call, const api::RouteRequest& request);

  // admin_handlers.cpp
  [[nodiscard]] Answer settle_payment(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer analyse_payments(const CallContext& call, const api::RouteRequest& request);

  // refund_handlers.cpp
  [[nodiscard]] Answer refund_payment(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer process_refund(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer get_refund(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer list_refunds(const CallContext& call, const api::RouteRequest& request);

  // method_handlers.cpp
  [[nodiscard]] Answer list_payment_methods(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer add_payment_method(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer change_payment_method(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer remove_payment_method(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer make_default(const CallContext& call, const api::RouteRequest& request);

 private:
  [[nodiscard]] Answer list(const CallContext& call, const api::RouteRequest& request, std::string_view route,
                            PaymentListing listing);

  Application& application_;
};

}  // namespace ddd::payment
