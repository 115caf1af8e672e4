#pragma once

#include <user/support/accounts.hpp>

#include <ddd/user/module.hpp>

namespace ddd::user::test {

/// The module over memory.
struct ModuleOverMemory {
  Accounts accounts;
  Module module{{.users = accounts.users,
                 .sessions = accounts.sessions,
                 .account_tokens = accounts.account_tokens,
                 .login_failures = accounts.failures,
                 .views = accounts.views,
                 .mails = accounts.mails,
                 .mailer = accounts.mailer,
                 .orders = accounts.orders,
                 .risks = accounts.risks,
                 .elsewhere = accounts.elsewhere,
                 .idempotency = accounts.data.effects,
                 .passwords = accounts.passwords,
                 .access_tokens = accounts.access_tokens,
                 .tokens = accounts.tokens,
                 .clock = accounts.clock,
                 .ids = accounts.ids,
                 .observer = accounts.observer,
                 .settings = {},
                 .jwks = R"({"keys":[]})"}};
};

}  // namespace ddd::user::test
