#pragma once

#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/platform/async/worker_pool.hpp>
#include <ddd/platform/log/log.hpp>
#include <ddd/user/application/ports/mailer.hpp>

namespace ddd::user {

struct SmtpSettings {
  /// smtp://host:port, with STARTTLS where the server offers it, or smtps://host:port.
  std::string url;
  Email from = Email::restore("");
  std::string
      user;  ///< empty: no authentication; otherwise TLS is demanded, so that the password is never in the clear
  crypto::Secret password;
};

/// True for what SmtpSettings::url may be.
[[nodiscard]] bool is_smtp_url(const std::string& url);

/// Hands each mail to an SMTP server, one at a time on a thread of its own, in at most 15 seconds. What the server
/// refuses for good (5xx, but not its word on our credentials) is logged with its code. One per process.
class SmtpMailer final : public Mailer {
 public:
  /// `clock` and `log` outlive the mailer.
  SmtpMailer(SmtpSettings settings, const Clock& clock, Log& log);

  [[nodiscard]] Task<Result<>> send(Mail mail) override;
  /// It keeps no copy.
  [[nodiscard]] Task<Result<>> forget(UserId) override { co_return Result<>{}; }

 private:
  [[nodiscard]] Result<> transfer(const Mail& mail) const;

  SmtpSettings settings_;
  const Clock& clock_;
  Log& log_;
  WorkerPool senders_;
};

}  // namespace ddd::user
