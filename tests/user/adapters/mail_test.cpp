#include <filesystem>
#include <map>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <platform_http/scripted_peer.hpp>
#include <platform_ops/temp_folder.hpp>
#include <support/await.hpp>
#include <sys/stat.h>
#include <user/support/values.hpp>

#include <ddd/user/adapters/mail/message.hpp>
#include <ddd/user/adapters/mail/smtp_mailer.hpp>
#include <ddd/user/adapters/mail/spool_mailer.hpp>

namespace ddd::user {
namespace {

namespace fs = std::filesystem;
using crypto::Secret;
using ddd::test::RawConnection;
using ddd::test::ScriptedPeer;
using ddd::test::TempFolder;

Mail mail(std::string text = "Hello\n\nToken: abc\n") {
  return {.id = MailId::restore("mail_1"),
          .user_id = UserId(7),
          .to = Email::restore("ada@example.com"),
          .subject = "Reset your password",
          .text = Secret(text)};
}

constexpr std::string_view kMessage =
    "From: <shop@example.com>\r\n"
    "To: <ada@example.com>\r\n"
    "Subject: Reset your password\r\n"
    "Date: Sat, 31 Jan 2026 00:00:00 +0000\r\n"
    "Message-ID: <mail_1@example.com>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=us-ascii\r\n"
    "Auto-Submitted: auto-generated\r\n"
    "\r\n"
    "Hello\r\n\r\nToken: abc\r\n";

TEST(AMessage, has_the_headers_that_mail_needs_and_lines_that_end_as_mail_wants) {
  EXPECT_EQ(to_message(mail(), Email::restore("shop@example.com"), test::kStart).reveal(), kMessage);
}

class Mailing : public testing::Test {
 protected:
  Result<> send(Mailer& mailer, Mail what = mail()) { return ddd::test::await(context, mailer.send(std::move(what))); }
  std::string_view code_of(const Result<>& result) { return result ? "none" : result.error().code; }

  boost::asio::io_context context;
  test::ManualClock clock;
  TempFolder folder;
};

class TheSpool : public Mailing {
 protected:
  Result<std::unique_ptr<SpoolMailer>> open(const fs::path& where) {
    return SpoolMailer::create(where, Email::restore("shop@example.com"), clock);
  }
  static mode_t mode_of(const fs::path& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
  }
};

TEST_F(TheSpool, puts_each_mail_into_a_file_of_its_own_that_nobody_else_reads) {
  const auto spool = open(folder / "mail").value();
  ASSERT_TRUE(send(*spool));
  EXPECT_EQ(folder.read("mail/mail_1.7.eml"), kMessage);
  EXPECT_EQ(mode_of(folder / "mail/mail_1.7.eml"), 0600u);
  EXPECT_EQ(mode_of(folder / "mail"), 0700u);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "mail"), fs::directory_iterator()), 1) << "no draft is left";
}

TEST_F(TheSpool, replaces_a_mail_that_is_sent_again) {
  const auto spool = open(folder / "mail").value();
  ASSERT_TRUE(send(*spool));
  ASSERT_TRUE(send(*spool, mail("Token: again\n")));
  EXPECT_THAT(folder.read("mail/mail_1.7.eml"), testing::EndsWith("\r\n\r\nToken: again\r\n"));
}

TEST_F(TheSpool, forgets_what_it_keeps_of_one_user_and_no_more) {
  const auto spool = open(folder / "mail").value();
  for (const auto* id : {"mail_1", "mail_2"}) {
    for (const auto user : {7, 77, 8}) {
      auto one = mail();
      one.id = MailId::restore(id + std::to_string(user));
      one.user_id = UserId(static_cast<std::uint64_t>(user));
      ASSERT_TRUE(send(*spool, std::move(one)));
    }
  }
  const auto forget = [&](std::uint64_t user) { return ddd::test::await(context, spool->forget(UserId(user))); };
  ASSERT_TRUE(forget(7));
  std::vector<std::string> left;
  for (const auto& file : fs::directory_iterator(folder / "mail")) left.push_back(file.path().filename().string());
  EXPECT_THAT(left,
              testing::UnorderedElementsAre("mail_177.77.eml", "mail_277.77.eml", "mail_18.8.eml", "mail_28.8.eml"));
  EXPECT_TRUE(forget(7)) << "a repeat finds none";
  fs::remove_all(folder / "mail");
  EXPECT_EQ(code_of(forget(8)), "mail.unavailable");
}

TEST_F(TheSpool, opens_on_a_folder_that_is_there_and_in_folders_that_are_not) {
  EXPECT_TRUE(open(folder / "mail"));
  EXPECT_TRUE(open(folder / "mail"));
  EXPECT_TRUE(open(folder / "a/b/mail"));
}

TEST_F(TheSpool, names_a_folder_that_cannot_be_used) {
  folder.write("file", "");
  const auto refused = open(folder / "file/mail");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "mail.folder_unusable");
  EXPECT_THAT(refused.error().message, testing::HasSubstr("file/mail"));
}

TEST_F(TheSpool, that_went_away_takes_no_mail_for_now) {
  const auto spool = open(folder / "mail").value();
  fs::remove_all(folder / "mail");
  const auto refused = send(*spool);
  EXPECT_EQ(code_of(refused), "mail.unavailable");
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
}

/// An SMTP server that answers each command as it is told to, by default that all is well.
class SmtpServer {
 public:
  explicit SmtpServer(std::map<std::string, std::string> replies = {})
      : replies_(std::move(replies)), peer_([this](RawConnection& connection) { serve(connection); }) {}

  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(peer_.port()); }
  /// Everything that came, but for the end of a conversation.
  [[nodiscard]] std::string heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  void serve(RawConnection& connection) {
    connection.send(reply("greeting", "220 test"));
    for (;;) {
      const auto line = connection.read_until("\r\n");
      if (line.empty() || line.starts_with("QUIT")) return;
      hear(line);
      const auto command = line.substr(0, 4);
      connection.send(reply(command, command == "DATA" ? "354 go on" : "250 fine"));
      if (command != "DATA" || replies_.contains("DATA")) continue;
      hear(connection.read_until("\r\n.\r\n"));
      connection.send(reply("end", "250 taken"));
    }
  }
  std::string reply(const std::string& to, const std::string& otherwise) const {
    const auto told = replies_.find(to);
    return (told == replies_.end() ? otherwise : told->second) + "\r\n";
  }
  void hear(const std::string& text) {
    const std::lock_guard lock(mutex_);
    heard_ += text;
  }

  const std::map<std::string, std::string> replies_;
  mutable std::mutex mutex_;
  std::string heard_;
  ScriptedPeer peer_;  // last: its thread uses the others
};

class Smtp : public Mailing {
 protected:
  Result<> send_to(const std::string& url, std::string user = {}, Mail what = mail()) {
    SmtpMailer mailer({.url = url,
                       .from = Email::restore("shop@example.com"),
                       .user = std::move(user),
                       .password = Secret("the password")},
                      clock, *log);
    return send(mailer, std::move(what));
  }

  std::unique_ptr<Log> log = std::move(Log::to_file(folder / "log", {.service = "test"}, clock).value());
};

TEST_F(Smtp, hands_a_mail_to_the_server) {
  SmtpServer server;
  ASSERT_TRUE(send_to(server.url()));
  const auto heard = server.heard();
  EXPECT_THAT(heard, testing::HasSubstr("MAIL FROM:<shop@example.com>"));
  EXPECT_THAT(heard, testing::HasSubstr("RCPT TO:<ada@example.com>\r\n"));
  EXPECT_THAT(heard, testing::HasSubstr("DATA\r\n" + std::string(kMessage)));
  EXPECT_THAT(heard, testing::Not(testing::HasSubstr("AUTH")));
}

TEST_F(Smtp, keeps_a_line_that_is_a_dot_from_ending_the_mail) {
  SmtpServer server;
  ASSERT_TRUE(send_to(server.url(), {}, mail("a\n.\nMAIL FROM:<x@y.zz>\n")));
  EXPECT_THAT(server.heard(), testing::HasSubstr("a\r\n..\r\nMAIL FROM:<x@y.zz>\r\n.\r\n"));
}

TEST_F(Smtp, takes_the_servers_final_word_for_final_and_logs_it_without_the_address) {
  for (const auto& [command, word] :
       {std::pair("RCPT", "550 5.1.1 no such mailbox"), std::pair("end", "554 5.7.1 looks like spam"),
        std::pair("MAIL", "553 not you")}) {
    SmtpServer server({{command, word}});
    const auto refused = send_to(server.url());
    EXPECT_EQ(code_of(refused), "mail.refused") << word;
    EXPECT_EQ(refused.error().kind, ErrorKind::rejected);
  }
  log.reset();
  EXPECT_THAT(folder.read("log"), testing::HasSubstr("550"));
  EXPECT_THAT(folder.read("log"), testing::Not(testing::HasSubstr("ada@")));
}

TEST_F(Smtp, tries_again_later_what_the_server_refuses_for_now) {
  for (const auto& [command, word] : {std::pair("RCPT", "451 4.7.1 come back later"), std::pair("greeting", "421 busy"),
                                      std::pair("DATA", "452 full"), std::pair("MAIL", "530 5.7.0 sign in first")}) {
    SmtpServer server({{command, word}});
    EXPECT_EQ(code_of(send_to(server.url())), "mail.unavailable") << word;
  }
}

TEST_F(Smtp, tries_again_later_where_no_server_is) {
  const auto url = SmtpServer().url();
  EXPECT_EQ(code_of(send_to(url)), "mail.unavailable");
}

TEST_F(Smtp, says_no_password_in_the_clear) {
  SmtpServer server({{"EHLO", "250-test\r\n250 AUTH PLAIN LOGIN"}});
  EXPECT_EQ(code_of(send_to(server.url(), "shop")), "mail.unavailable");
  EXPECT_THAT(server.heard(), testing::HasSubstr("EHLO"));
  for (const auto* word : {"AUTH", "MAIL", "Token"}) {
    EXPECT_THAT(server.heard(), testing::Not(testing::HasSubstr(word)));
  }
}

TEST(AnSmtpUrl, names_a_server_and_nothing_else) {
  for (const auto* url : {"smtp://mail.example.com", "smtp://mail.example.com:587", "smtps://[::1]:465"}) {
    EXPECT_TRUE(is_smtp_url(url)) << url;
  }
  for (const auto* url : {"", "mail.example.com", "http://mail.example.com", "smtp://",
                          "smtp://user:word@mail.example.com", "smtp://mail.example.com:port", "file:///etc/passwd"}) {
    EXPECT_FALSE(is_smtp_url(url)) << url;
  }
}

}  // namespace
}  // namespace ddd::user
