#include <cstdio>
#include <iostream>

#include "commands.hpp"
#include "offline_shop.hpp"
#include <termios.h>
#include <unistd.h>

namespace ddd::ctl {
namespace {

struct Arguments {
  std::string folder = "var";
  std::string email;
  std::string first_name;
  std::string last_name;
};

/// One line of standard input, not shown while it is typed.
crypto::Secret read_password() {
  termios before{};
  const bool is_terminal = ::isatty(STDIN_FILENO) != 0 && ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (is_terminal) {
    std::fputs("Password: ", stderr);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  std::string line;
  std::getline(std::cin, line);
  if (is_terminal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::fputs("\n", stderr);
  }
  return crypto::Secret::take(std::move(line));
}

Task<Result<user::UserView>> create(embedded::Contexts& contexts, user::NewAccount account) {
  CallContext call;
  call.service = "dddctl";
  co_return co_await contexts.user.module.application().commands.create_admin.handle(
      call, user::CreateAdmin{std::move(account)});
}

int create_admin(const Arguments& arguments) {
  user::NewAccount account{.email = arguments.email,
                           .password = read_password(),
                           .first_name = arguments.first_name,
                           .last_name = arguments.last_name};
  auto shop = OfflineShop::open(arguments.folder);
  auto created = shop ? (*shop)->thread().run(create((*shop)->contexts(), std::move(account)))
                      : Result<user::UserView>(Refused(shop.error()));
  if (!created) {
    std::fprintf(stderr, "dddctl: %s\n", created.error().message.c_str());
    for (const auto& violation : created.error().violations) {
      std::fprintf(stderr, "  %s: %s\n", violation.pointer.c_str(), violation.message.c_str());
    }
    return kFailed;
  }
  std::printf("Administrator %s has the id %s.\n", created->email.c_str(), created->id.to_text().c_str());
  return 0;
}

}  // namespace

void add_create_admin(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("create-admin", "Makes an administrator; reads the password from standard input");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("--data", arguments->folder, "Data folder of the shop")->capture_default_str();
  command->add_option("--email", arguments->email, "E-mail address to sign in with")->required();
  command->add_option("--first-name", arguments->first_name, "First name")->required();
  command->add_option("--last-name", arguments->last_name, "Last name")->required();
  command->callback([arguments, &exit_code] { exit_code = create_admin(*arguments); });
}

}  // namespace ddd::ctl
