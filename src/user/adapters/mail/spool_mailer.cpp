#include <string>
#include <system_error>
#include <utility>

#include <ddd/platform/files/durable_file.hpp>
#include <ddd/user/adapters/mail/message.hpp>
#include <ddd/user/adapters/mail/spool_mailer.hpp>

namespace ddd::user {
namespace {

std::string ending_of(UserId user_id) {
  return "." + user_id.to_text() + ".eml";
}

Result<> remove_all(const std::filesystem::path& folder, const std::string& ending) {
  std::error_code error;
  std::filesystem::directory_iterator files(folder, error);
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    if (!files->path().filename().string().ends_with(ending)) continue;
    if (!std::filesystem::remove(files->path(), error) && error) break;
  }
  if (error) return Refused(mail_errors::unavailable());
  return {};
}

}  // namespace

Result<std::unique_ptr<SpoolMailer>> SpoolMailer::create(std::filesystem::path folder, Email from, const Clock& clock) {
  if (const auto error = files::make_private_folder(folder)) {
    return Refused(Error{.kind = ErrorKind::unavailable,
                         .code = "mail.folder_unusable",
                         .message = "Mails can't be put into " + folder.string() + ": " + error.message() + "."});
  }
  return std::unique_ptr<SpoolMailer>(new SpoolMailer(std::move(folder), std::move(from), clock));
}

SpoolMailer::SpoolMailer(std::filesystem::path folder, Email from, const Clock& clock)
    : folder_(std::move(folder)), from_(std::move(from)), clock_(clock), writers_({.name = "mail"}) {}

Task<Result<>> SpoolMailer::send(Mail mail) {
  auto write = [file = folder_ / (mail.id.to_text() + ending_of(mail.user_id)),
                message = to_message(mail, from_, clock_.now())]() -> Result<> {
    if (files::write_durably(file, message.reveal())) return Refused(mail_errors::unavailable());
    return {};
  };
  co_return co_await writers_.run(std::move(write));
}

Task<Result<>> SpoolMailer::forget(UserId user_id) {
  auto remove = [folder = folder_, ending = ending_of(user_id)]() -> Result<> { return remove_all(folder, ending); };
  co_return co_await writers_.run(std::move(remove));
}

}  // namespace ddd::user
