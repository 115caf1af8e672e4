#include <ddd/payment/application/application.hpp>

namespace ddd::payment {

Application::Application(const Ports& p)
    : settings(p.settings),
      process(p.payments, p.products, p.gateway, p.clock),
      commands{
          .create_payment = {p.observer, "create_payment", p.payments, p.wallets, p.users, p.products, p.baskets,
                             p.idempotency, process, settings, p.clock, p.ids},
          .process_payment = {p.observer, "process_payment", p.payments, p.wallets, p.idempotency, process, settings,
                              p.clock, p.ids},
          .cancel_payment = {p.observer, "cancel_payment", p.payments, p.idempotency, process, settings, p.clock,
                             p.ids},
          .recover_payments = {p.observer, "recover_payments", p.payments, process, p.clock, p.ids},
          .receive_webhook = {p.observer, "receive_webhook", p.payments, p.webhooks, p.clock},
          .add_payment_method = {p.observer, "add_payment_method", p.wallets, p.gateway, p.clock, p.ids},
          .change_payment_method = {p.observer, "change_payment_method", p.wallets, p.clock},
      },
      queries{
          .get_payment = {p.observer, "get_payment", p.views},
          .list_payments = {p.observer, "list_payments", p.views},
          .list_transitions = {p.observer, "list_transitions", p.views},
          .list_payment_methods = {p.observer, "list_payment_methods", p.wallets},
      },
      policies{
          .forget_wallet = {p.observer, "forget_wallet", p.wallets, p.clock},
      } {}

}  // namespace ddd::payment
