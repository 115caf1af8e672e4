#pragma once

#include <ddd/payment/application/commands/cancel_payment.hpp>
#include <ddd/payment/application/commands/change_wallet.hpp>
#include <ddd/payment/application/commands/create_payment.hpp>
#include <ddd/payment/application/commands/process_payment.hpp>
#include <ddd/payment/application/commands/process_refund.hpp>
#include <ddd/payment/application/commands/receive_webhook.hpp>
#include <ddd/payment/application/commands/recover_payments.hpp>
#include <ddd/payment/application/commands/refund_payment.hpp>
#include <ddd/payment/application/commands/settle_payment.hpp>
#include <ddd/payment/application/policies/follow_fulfilment.hpp>
#include <ddd/payment/application/policies/forget_wallet.hpp>
#include <ddd/payment/application/policies/give_up_payments.hpp>
#include <ddd/payment/application/queries/analyse_payments.hpp>
#include <ddd/payment/application/queries/get_held_payments.hpp>
#include <ddd/payment/application/queries/get_payment.hpp>
#include <ddd/payment/application/queries/get_refund.hpp>
#include <ddd/payment/application/queries/list_payment_methods.hpp>
#include <ddd/payment/application/queries/list_payments.hpp>
#include <ddd/payment/application/queries/list_refunds.hpp>
#include <ddd/payment/application/queries/list_transitions.hpp>
#include <ddd/payment/application/queries/watch_payments.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::payment {

/// What the use cases of this context need from outside. All outlive the Application.
struct Ports {
  PaymentRepository& payments;
  WalletRepository& wallets;
  PaymentViews& views;
  FulfilmentRepository& fulfilments;
  IdempotencyStore& idempotency;
  UserDirectory& users;
  ProductCatalogue& products;
  BasketReader& baskets;
  PaymentGateway& gateway;
  const WebhookVerifier& webhooks;
  PaymentAlarms& alarms;
  Sleeper& sleeper;
  const Clock& clock;
  IdSource& ids;
  UseCaseObserver& observer;
  PaymentSettings settings;
};

/// Everything the payment context can do: its table of contents. One per shard.
struct Application {
  explicit Application(const Ports& ports);

  PaymentSettings settings;
  PaymentProcess process;
  RefundProcess refunds;

  struct Commands {
    UseCase<CreatePaymentHandler> create_payment;
    UseCase<ProcessPaymentHandler> process_payment;
    UseCase<CancelPaymentHandler> cancel_payment;
    UseCase<RecoverPaymentsHandler> recover_payments;
    UseCase<SettlePaymentHandler> settle_payment;
    UseCase<ReceiveWebhookHandler> receive_webhook;
    UseCase<RefundPaymentHandler> refund_payment;
    UseCase<ProcessRefundHandler> process_refund;
    UseCase<AddPaymentMethodHandler> add_payment_method;
    UseCase<ChangePaymentMethodHandler> change_payment_method;
  } commands;

  struct Queries {
    UseCase<GetPaymentHandler> get_payment;
    UseCase<ListPaymentsHandler> list_payments;
    UseCase<ListTransitionsHandler> list_transitions;
    UseCase<ListPaymentMethodsHandler> list_payment_methods;
    UseCase<GetRefundHandler> get_refund;
    UseCase<ListRefundsHandler> list_refunds;
    UseCase<WatchPaymentsHandler> watch_payments;
    UseCase<AnalysePaymentsHandler> analyse_payments;
    UseCase<GetHeldPaymentsHandler> get_held_payments;
  } queries;

  struct Policies {
    UseCase<ForgetWalletHandler> forget_wallet;
    UseCase<FollowFulfilmentHandler> follow_fulfilment;
    UseCase<GiveUpPaymentsHandler> give_up_payments;
  } policies;
};

}  // namespace ddd::payment
