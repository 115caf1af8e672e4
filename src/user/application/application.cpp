#include <ddd/user/application/application.hpp>

namespace ddd::user {

Application::Application(const Ports& p)
    : settings(p.settings),
      attempts(p.login_failures, p.passwords, settings, p.clock),
      commands{
          .register_user = {p.observer, "register_user", p.users, p.passwords, p.clock},
          .log_in = {p.observer, "log_in", p.users, p.sessions, attempts, p.passwords, p.access_tokens, p.tokens,
                     p.clock, p.ids},
          .refresh_session = {p.observer, "refresh_session", p.users, p.sessions, p.access_tokens, p.tokens, p.clock},
          .log_out = {p.observer, "log_out", p.sessions, p.tokens, p.clock},
          .end_session = {p.observer, "end_session", p.sessions, p.clock},
          .end_all_sessions = {p.observer, "end_all_sessions", p.sessions, p.clock},
          .update_profile = {p.observer, "update_profile", p.users, p.clock},
          .change_password = {p.observer, "change_password", p.users, p.sessions, attempts, p.passwords, p.clock},
          .request_password_reset = {p.observer, "request_password_reset", p.mails, p.clock, p.ids},
          .reset_password = {p.observer, "reset_password", p.users, p.sessions, p.account_tokens, p.tokens, p.passwords,
                             p.clock},
          .request_verification = {p.observer, "request_verification", p.views, p.mails, p.clock, p.ids},
          .verify_email = {p.observer, "verify_email", p.users, p.account_tokens, p.tokens, p.clock},
          .erase_account = {p.observer, "erase_account", p.users, p.sessions, attempts, p.clock},
          .create_admin = {p.observer, "create_admin", p.users, p.passwords, p.clock},
          .update_user = {p.observer, "update_user", p.users, p.sessions, p.clock},
          .delete_user = {p.observer, "delete_user", p.users, p.sessions, p.clock},
          .send_mails = {p.observer, "send_mails", p.users, p.account_tokens, p.tokens, p.mails, p.mailer, p.clock},
          .sweep_accounts = {p.observer, "sweep_accounts", p.sessions, p.account_tokens, p.mails, p.clock},
          .watch_logins = {p.observer, "watch_logins", p.login_failures, WatchRiskHandler(p.risks, p.clock), settings,
                           p.clock},
      },
      queries{
          .get_profile = {p.observer, "get_profile", p.views},
          .list_sessions = {p.observer, "list_sessions", p.views, p.clock},
          .export_account = {p.observer, "export_account", p.views, p.elsewhere},
          .list_users = {p.observer, "list_users", p.views},
          .get_user = {p.observer, "get_user", p.views},
          .validate_token = {p.observer, "validate_token", p.views, p.access_tokens, p.clock},
          .validate_users = {p.observer, "validate_users", p.views, p.clock},
      },
      policies{
          .order_verification = {p.observer, "order_verification", p.views, p.mails, p.clock, p.ids},
          .forget_mails = {p.observer, "forget_mails", p.mailer},
          .count_orders = {p.observer, "count_orders", p.orders, p.clock},
          .watch_risk = {p.observer, "watch_risk", p.risks, p.clock},
      } {}

}  // namespace ddd::user
