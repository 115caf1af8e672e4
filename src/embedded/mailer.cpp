#include <filesystem>

#include <ddd/embedded/mailer.hpp>
#include <ddd/user/adapters/mail/smtp_mailer.hpp>
#include <ddd/user/adapters/mail/spool_mailer.hpp>

namespace ddd::embedded {

Result<std::unique_ptr<user::Mailer>> make_mailer(const Config& config, Log& log, const Clock& clock) {
  const auto& mail = config.mail;
  DDD_TRY(auto from, user::Email::parse(mail.from));
  if (mail.mode == "smtp") {
    return std::make_unique<user::SmtpMailer>(
        user::SmtpSettings{.url = mail.smtp_url, .from = std::move(from), .user = mail.user, .password = mail.password},
        clock, log);
  }
  const auto folder =
      mail.folder.empty() ? std::filesystem::path(config.data.dir) / "mail" : std::filesystem::path(mail.folder);
  return user::SpoolMailer::create(folder, std::move(from), clock);
}

}  // namespace ddd::embedded
