#pragma once

#include <ddd/payment/application/commands/cancel_payment.hpp>
#include <ddd/payment/application/commands/change_wallet.hpp>
#include <ddd/payment/application/commands/create_payment.hpp>
#include <ddd/payment/application/commands/process_payment.hpp>
#include <ddd/payment/application/commands/receive_webhook.hpp>
#include <ddd/payment/application/commands/recover_payments.hpp>
#include <ddd/payment/application/policies/forget_wallet.hpp>
#include <ddd/payment/application/queries/get_payment.hpp>
#include <ddd/payment/application/queries/list_payment_methods.hpp>
#include <ddd/payment/application/queries/list_payments.hpp>
#include <ddd/payment/application/queries/list_transitions.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::payment {

/// What the use cases of this context need from outside. All outlive the Application.
struct Ports {
  PaymentRepository& payments;
  WalletRepository& wallets;
  PaymentViews& views;
  IdempotencyStore& idempotency;
  UserDirectory& users;
  ProductCatalogue& products;
  BasketReader& baskets;
  PaymentGateway& gateway;
  const WebhookVerifier& webhooks;
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

  struct Commands {
    UseCase<CreatePaymentHandler> create_payment;
    UseCase<ProcessPaymentHandler> process_payment;
    UseCase<CancelPaymentHandler> cancel_payment;
    UseCase<RecoverPaymentsHandler> recover_payments;
    UseCase<ReceiveWebhookHandler> receive_webhook;
    UseCase<AddPaymentMethodHandler> add_payment_method;
    UseCase<ChangePaymentMethodHandler> change_payment_method;
  } commands;

  struct Queries {
    UseCase<GetPaymentHandler> get_payment;
    UseCase<ListPaymentsHandler> list_payments;
    UseCase<ListTransitionsHandler> list_transitions;
    UseCase<ListPaymentMethodsHandler> list_payment_methods;
  } queries;

  struct Policies {
    UseCase<ForgetWalletHandler> forget_wallet;
  } policies;
};

}  // namespace ddd::payment
