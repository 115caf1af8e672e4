#include <ddd/payment/application/application.hpp>

namespace ddd::payment {

Application::Application(const Ports& p)
    : settings(p.settings),
      process(p.payments, p.products, p.gateway, p.clock),
      refunds(p.payments, p.gateway, p.clock),
      commands{
          .create_payment = {p.observer, "create_payment", p.payments, p.wallets, p.users, p.products, p.baskets,
                             p.idempotency, process, settings, p.clock, p.ids},
          .process_payment = {p.observer, "process_payment", p.payments, p.wallets, p.idempotency, process, settings,
                              p.sleeper, p.clock, p.ids},
          .cancel_payment = {p.observer, "cancel_payment", p.payments, p.idempotency, process, settings, p.sleeper,
                             p.clock, p.ids},
          .recover_payments = {p.observer, "recover_payments", p.payments, process, refunds, p.alarms, p.clock, p.ids},
          .settle_payment = {p.observer, "settle_payment", p.payments, p.products, p.gateway, process, settings,
                             p.sleeper, p.clock, p.ids},
          .receive_webhook = {p.observer, "receive_webhook", p.payments, p.views, p.webhooks, p.clock, p.ids},
          .refund_payment = {p.observer, "refund_payment", p.payments, p.views, p.idempotency, refunds, settings,
                             p.clock, p.ids},
          .process_refund = {p.observer, "process_refund", p.views, p.idempotency, refunds, settings, p.clock, p.ids},
          .add_payment_method = {p.observer, "add_payment_method", p.wallets, p.gateway, p.clock, p.ids},
          .change_payment_method = {p.observer, "change_payment_method", p.wallets, p.clock},
      },
      queries{
          .get_payment = {p.observer, "get_payment", p.views},
          .list_payments = {p.observer, "list_payments", p.views},
          .list_transitions = {p.observer, "list_transitions", p.views},
          .list_payment_methods = {p.observer, "list_payment_methods", p.wallets},
          .get_refund = {p.observer, "get_refund", p.views},
          .list_refunds = {p.observer, "list_refunds", p.views},
          .watch_payments = {p.observer, "watch_payments", p.views, p.alarms, p.clock},
          .analyse_payments = {p.observer, "analyse_payments", p.views, p.clock},
          .get_held_payments = {p.observer, "get_held_payments", p.views, p.wallets},
      },
      policies{
          .forget_wallet = {p.observer, "forget_wallet", p.wallets, p.clock},
          .follow_fulfilment = {p.observer, "follow_fulfilment", p.fulfilments, p.clock},
          .give_up_payments = {p.observer, "give_up_payments", p.payments, p.views, p.clock, p.ids},
      } {}

}  // namespace ddd::payment
