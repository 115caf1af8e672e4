#include <ddd/user/application/application.hpp>

namespace ddd::user {

Application::Application(const Ports& p)
    : settings(p.settings),
      commands{
          .register_user = {p.observer, "register_user", p.users, p.passwords, p.clock},
          .log_in = {p.observer, "log_in", p.users, p.sessions, p.login_failures, p.passwords, p.access_tokens,
                     p.refresh_tokens, settings, p.clock, p.ids},
          .refresh_session = {p.observer, "refresh_session", p.users, p.sessions, p.access_tokens, p.refresh_tokens,
                              p.clock},
          .log_out = {p.observer, "log_out", p.sessions, p.refresh_tokens, p.clock},
          .update_profile = {p.observer, "update_profile", p.users, p.clock},
          .create_admin = {p.observer, "create_admin", p.users, p.passwords, p.clock},
      },
      queries{
          .get_profile = {p.observer, "get_profile", p.views},
          .validate_token = {p.observer, "validate_token", p.views, p.access_tokens, p.clock},
          .validate_users = {p.observer, "validate_users", p.views, p.clock},
      } {}

}  // namespace ddd::user
