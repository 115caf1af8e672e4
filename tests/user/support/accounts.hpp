#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <support/await.hpp>
#include <user/support/fakes.hpp>
#include <user/support/values.hpp>

#include <ddd/user/adapters/storage/memory/memory_accounts.hpp>
#include <ddd/user/application/application.hpp>

namespace ddd::user::test {

inline constexpr std::string_view kPassword = "an uncommon phrase";

/// The whole context over memory, with one shard to run it on.
struct Accounts {
  boost::asio::io_context context;
  ManualClock clock;
  CountingIds ids;
  MemoryAccounts data;
  MemoryUsers users{data, ids};
  MemorySessions memory_sessions{data, ids};
  YieldingSessions sessions{memory_sessions};
  MemoryAccountTokens account_tokens{data};
  MemoryLoginFailures failures{data};
  MemoryUserViews views{data};
  MemoryMailQueue mails{data};
  MemoryOrderStatistics orders{data};
  MemoryRisks risks{data, ids};
  FakeMailer mailer;
  FakeElsewhere elsewhere;
  FakeHashing passwords;
  FakeAccessTokens access_tokens;
  CountingTokens tokens;
  NoObserver observer;
  Application application{{.users = users,
                           .sessions = sessions,
                           .account_tokens = account_tokens,
                           .login_failures = failures,
                           .views = views,
                           .mails = mails,
                           .mailer = mailer,
                           .orders = orders,
                           .risks = risks,
                           .elsewhere = elsewhere,
                           .passwords = passwords,
                           .access_tokens = access_tokens,
                           .tokens = tokens,
                           .clock = clock,
                           .ids = ids,
                           .observer = observer,
                           .settings = {}}};

  const CallContext nobody;

  template <class T>
  T run(Task<T> task) {
    return ddd::test::await(context, std::move(task));
  }

  static NewAccount account(std::string email = "ada@example.com", std::string_view password = kPassword) {
    return {.email = std::move(email), .password = Secret(password), .first_name = "Ada", .last_name = "Lovelace"};
  }
  Result<UserView> register_user(NewAccount account = Accounts::account()) {
    return run(application.commands.register_user.handle(nobody, RegisterUser{std::move(account)}));
  }
  Result<SignedIn> log_in(std::string email = "ada@example.com", std::string_view password = kPassword) {
    return run(application.commands.log_in.handle(nobody, LogIn{std::move(email), Secret(password)}));
  }
  /// The first administrator; gives the call of a session of it.
  CallContext administrator(std::string email = "grace@example.com") {
    CallContext dddctl;
    dddctl.service = "dddctl";
    EXPECT_TRUE(run(application.commands.create_admin.handle(dddctl, CreateAdmin{account(email)})));
    return call_of(log_in(email)->tokens);
  }
  Result<TokenPair> refresh(const Secret& token) {
    return run(application.commands.refresh_session.handle(nobody, RefreshSession{token}));
  }
  Result<> log_out(const CallContext& call, const Secret& token) {
    return run(application.commands.log_out.handle(call, LogOut{token}));
  }
  Result<TokenValidity> validate(const Secret& token) {
    return run(application.queries.validate_token.handle(nobody, ValidateToken{token}));
  }
  Result<std::vector<UserValidity>> validate_users(std::vector<UserSession> sessions) {
    CallContext payment;
    payment.service = "payment-service";
    return run(application.queries.validate_users.handle(payment, ValidateUsers{std::move(sessions)}));
  }

  /// The principal that an access token of these tokens names.
  Principal principal(const TokenPair& tokens) {
    return access_tokens.issued.at(std::string(tokens.access_token.reveal())).principal;
  }
  CallContext call_of(const TokenPair& tokens) {
    CallContext call;
    call.principal = principal(tokens);
    return call;
  }
  void deactivate(UserId id) { data.users.at(id).is_active = false; }
  bool is_alive(const TokenPair& tokens) {
    const auto who = principal(tokens);
    return validate_users({{who.user_id, who.session_id}})->at(0).valid;
  }

  Result<> request_reset(std::string email = "ada@example.com") {
    return run(application.commands.request_password_reset.handle(nobody, RequestPasswordReset{std::move(email)}));
  }
  Result<std::size_t> send_mails() { return run(application.commands.send_mails.handle(nobody, SendMails{})); }

  std::vector<Event> told() {
    std::vector<Event> events;
    const auto rows = run(data.effects.unpublished(1000));
    for (const auto& row : *rows) events.push_back(row.event);
    return events;
  }
  std::vector<std::string> told_types() {
    std::vector<std::string> types;
    for (const auto& event : told()) types.push_back(event.type);
    return types;
  }
};

}  // namespace ddd::user::test
