#include "platform_ops/sections.hpp"
#include "platform_ops/temp_folder.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddd::test {
namespace {

using config::Problems;
using config::Sources;
using config::Texts;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

Problems problems_of(const Sources& sources) {
  PaymentConfig payment;
  ServerConfig server;
  const auto loaded = config::load(sources, payment, server);
  return loaded ? Problems{} : loaded.error();
}

Problems problems_of_file(std::string_view text) {
  const TempFolder folder;
  auto problems = problems_of({.file = folder.write("shop.toml", text), .environment = {}, .overrides = {}});
  for (auto& problem : problems) problem = folder.relative(problem);
  return problems;
}

Problems problems_of_environment(Texts environment) {
  return problems_of({.file = {}, .environment = std::move(environment), .overrides = {}});
}

Problems problems_of_overrides(Texts overrides) {
  return problems_of({.file = {}, .environment = {}, .overrides = std::move(overrides)});
}

TEST(Config, keeps_the_defaults_when_no_source_says_otherwise) {
  PaymentConfig payment;
  ServerConfig server;
  ASSERT_TRUE(config::load(Sources{}, payment, server));
  EXPECT_EQ(payment.hold, 900s);
  EXPECT_EQ(server.port, 8080);
  EXPECT_TRUE(payment.webhook_secret.empty());
}

TEST(Config, reads_every_type_from_a_file) {
  const TempFolder folder;
  const auto file = folder.write("shop.toml", R"(
[server]
address = "0.0.0.0"
port = 9000
access_log = false
log_format = "json"
max_body = 9_000_000_000
origins = ["https://a.example", "https://b.example"]

[payment]
webhook_secret = "whsec_demo"
hold = "15m"
retry_pause = "2s"
sweep = "2h"
attempts = 10
)");
  PaymentConfig payment;
  ServerConfig server;
  ASSERT_TRUE(config::load({.file = file, .environment = {}, .overrides = {}}, payment, server));
  EXPECT_EQ(server.address, "0.0.0.0");
  EXPECT_EQ(server.port, 9000);
  EXPECT_FALSE(server.access_log);
  EXPECT_EQ(server.log_format, "json");
  EXPECT_EQ(server.max_body, 9'000'000'000);
  EXPECT_THAT(server.origins, ElementsAre("https://a.example", "https://b.example"));
  EXPECT_EQ(payment.webhook_secret.reveal(), "whsec_demo");
  EXPECT_EQ(payment.hold, 900s);
  EXPECT_EQ(payment.retry_pause, 2000ms);
  EXPECT_EQ(payment.sweep, 120min);
  EXPECT_EQ(payment.attempts, 10);
}

TEST(Config, reads_every_type_from_the_environment) {
  PaymentConfig payment;
  ServerConfig server;
  const Texts environment{{"DDD_SERVER_ADDRESS", "::1"},
                          {"DDD_SERVER_PORT", "65535"},
                          {"DDD_SERVER_ACCESS_LOG", "false"},
                          {"DDD_SERVER_LOG_FORMAT", "plain"},
                          {"DDD_SERVER_MAX_BODY", "-1"},
                          {"DDD_SERVER_ORIGINS", "https://a.example, b"},
                          {"DDD_PAYMENT_HOLD", "1h"},
                          {"DDD_PAYMENT_RETRY_PAUSE", "1ms"},
                          {"DDD_PAYMENT_SWEEP", "1m"},
                          {"DDD_PAYMENT_ATTEMPTS", "1"},
                          {"DDD_PAYMENT_WEBHOOK_SECRET", "w"},
                          {"PATH", "/bin"},
                          {"DDDX", "not ours"}};
  ASSERT_TRUE(config::load({.file = {}, .environment = environment, .overrides = {}}, payment, server));
  EXPECT_EQ(server.address, "::1");
  EXPECT_EQ(server.port, 65535);
  EXPECT_FALSE(server.access_log);
  EXPECT_EQ(server.log_format, "plain");
  EXPECT_EQ(server.max_body, -1);
  EXPECT_THAT(server.origins, ElementsAre("https://a.example", "b"));
  EXPECT_EQ(payment.hold, 3600s);
  EXPECT_EQ(payment.retry_pause, 1ms);
  EXPECT_EQ(payment.sweep, 1min);
  EXPECT_EQ(payment.attempts, 1);
  EXPECT_EQ(payment.webhook_secret.reveal(), "w");
}

TEST(Config, lets_flags_win_over_variables_over_the_file_over_defaults) {
  const TempFolder folder;
  Sources sources{.file = folder.write("shop.toml", "[payment]\nhold = \"2s\"\nattempts = 2\nsweep = \"2m\"\n"),
                  .environment = {{"DDD_PAYMENT_HOLD", "3s"}, {"DDD_PAYMENT_ATTEMPTS", "4"}},
                  .overrides = {{"payment.hold", "5s"}, {"payment.hold", "6s"}}};
  PaymentConfig payment;
  ASSERT_TRUE(config::load(sources, payment));
  EXPECT_EQ(payment.hold, 6s);
  EXPECT_EQ(payment.attempts, 4);
  EXPECT_EQ(payment.sweep, 2min);
  EXPECT_EQ(payment.retry_pause, 250ms);
}

TEST(Config, takes_an_empty_variable_as_an_empty_text_or_list) {
  ServerConfig server;
  const Texts environment{{"DDD_SERVER_ORIGINS", ""}, {"DDD_SERVER_ADDRESS", ""}};
  ASSERT_TRUE(config::load({.file = {}, .environment = environment, .overrides = {}}, server));
  EXPECT_THAT(server.origins, IsEmpty());
  EXPECT_EQ(server.address, "");
}

struct Case {
  std::string text;
  std::string problem;
};

TEST(Config, names_line_and_column_of_what_is_wrong_in_a_file) {
  const std::vector<Case> cases{
      {"[payment]\nhodl = \"1s\"\n", R"(shop.toml:2:1: unknown key "payment.hodl"; did you mean "payment.hold"?)"},
      {"[payment]\n  xyzzy = 1\n", R"(shop.toml:2:3: unknown key "payment.xyzzy")"},
      {"[payment]\nport = 1\n", R"(shop.toml:2:1: unknown key "payment.port"; did you mean "server.port"?)"},
      {"payment.hodl = 1", R"(shop.toml:1:9: unknown key "payment.hodl"; did you mean "payment.hold"?)"},
      {"[paymnet]\nhold = \"1s\"\n", R"(shop.toml:1:2: unknown section "paymnet"; did you mean "payment"?)"},
      {"[shipping]\n", R"(shop.toml:1:2: unknown section "shipping")"},
      {"hold = \"1s\"\n", R"(shop.toml:1:1: "hold" stands outside of a section; did you mean "payment.hold"?)"},
      {"payment = 1\n", R"(shop.toml:1:1: "payment" is a section: [payment])"},
      {"[[payment]]\n", R"(shop.toml:1:3: "payment" is a section: [payment])"},
      {"[payment]\nhold = 900\n",
       R"(shop.toml:2:8: payment.hold must be a duration in whole seconds from 1s to 24h, not 900)"},
      {"[payment]\nhold = \"900\"\n",
       R"(shop.toml:2:8: payment.hold must be a duration in whole seconds from 1s to 24h, not "900")"},
      {"[payment]\nhold = \"0s\"\n",
       R"(shop.toml:2:8: payment.hold must be a duration in whole seconds from 1s to 24h, not "0s")"},
      {"[payment]\nhold = \"25h\"\n",
       R"(shop.toml:2:8: payment.hold must be a duration in whole seconds from 1s to 24h, not "25h")"},
      {"[payment]\nhold = \"1500ms\"\n",
       R"(shop.toml:2:8: payment.hold must be a duration in whole seconds from 1s to 24h, not "1500ms")"},
      {"[payment]\nretry_pause = \"-1s\"\n",
       R"(shop.toml:2:15: payment.retry_pause must be a duration such as "15m", not "-1s")"},
      {"[payment]\nretry_pause = \"9223372036854775807s\"\n",
       R"(shop.toml:2:15: payment.retry_pause must be a duration such as "15m", not "9223372036854775807s")"},
      {"[payment]\nsweep = \"90s\"\n",
       R"(shop.toml:2:9: payment.sweep must be a duration in whole minutes such as "15m", not "90s")"},
      {"[payment]\nattempts = 11\n", "shop.toml:2:12: payment.attempts must be an integer from 1 to 10, not 11"},
      {"[payment]\nattempts = 1.5\n",
       "shop.toml:2:12: payment.attempts must be an integer from 1 to 10, not a number with a fraction"},
      {"[server]\nport = 0\n", "shop.toml:2:8: server.port must be an integer from 1 to 65535, not 0"},
      {"[server]\nport = \"80\"\n", R"(shop.toml:2:8: server.port must be an integer from 1 to 65535, not "80")"},
      {"[server]\nmax_body = true\n", "shop.toml:2:12: server.max_body must be an integer, not true"},
      {"[server]\naccess_log = \"yes\"\n", R"(shop.toml:2:14: server.access_log must be true or false, not "yes")"},
      {"[server]\nlog_format = \"xml\"\n",
       R"(shop.toml:2:14: server.log_format must be one of "automatic", "json", "plain", not "xml")"},
      {"[server]\naddress = 2026-01-31\n", "shop.toml:2:11: server.address must be a string, not a date or time"},
      {"[server]\naddress = [\"a\"]\n", "shop.toml:2:11: server.address must be a string, not a list"},
      {"[server.address]\nx = 1\n", "shop.toml:1:1: server.address must be a string, not a table"},
      {"[server]\norigins = \"a\"\n", R"(shop.toml:2:11: server.origins must be a list of strings, not "a")"},
      {"[server]\norigins = [\"a\", 1]\n",
       "shop.toml:2:11: server.origins must be a list of strings, not a list of other values"},
      {"[server]\nport = \n",
       "shop.toml:2:8: not valid TOML: Error while parsing key-value pair: expected value, saw '\\n'"},
      {"[server]\nport = 1\nport = 2\n",
       "shop.toml:3:8: not valid TOML: Error while parsing key-value pair: cannot redefine existing integer 'port'"},
  };
  for (const auto& [text, problem] : cases) EXPECT_THAT(problems_of_file(text), ElementsAre(problem)) << text;
}

TEST(Config, names_the_variable_that_is_wrong) {
  const std::vector<std::pair<Texts::value_type, std::string>> cases{
      {{"DDD_PAYMENT_HODL", "1s"}, "DDD_PAYMENT_HODL is not a known variable; did you mean DDD_PAYMENT_HOLD?"},
      {{"DDD_SHIPPING_COLOUR", ""}, "DDD_SHIPPING_COLOUR is not a known variable"},
      {{"DDD_payment_hold", "1s"}, "DDD_payment_hold is not a known variable"},
      {{"DDD_X\n", "1s"}, R"("DDD_X\u000A" is not a known variable)"},
      {{"DDD_PAYMENT_HOLD", "soon"},
       R"(DDD_PAYMENT_HOLD must be a duration in whole seconds from 1s to 24h, not "soon")"},
      {{"DDD_PAYMENT_ATTEMPTS", "0"}, "DDD_PAYMENT_ATTEMPTS must be an integer from 1 to 10, not 0"},
      {{"DDD_PAYMENT_ATTEMPTS", "1 "}, R"(DDD_PAYMENT_ATTEMPTS must be an integer from 1 to 10, not "1 ")"},
      {{"DDD_SERVER_MAX_BODY", "99999999999999999999"},
       R"(DDD_SERVER_MAX_BODY must be an integer, not "99999999999999999999")"},
      {{"DDD_SERVER_PORT", ""}, R"(DDD_SERVER_PORT must be an integer from 1 to 65535, not "")"},
      {{"DDD_SERVER_ACCESS_LOG", "1"}, R"(DDD_SERVER_ACCESS_LOG must be true or false, not "1")"},
      {{"DDD_SERVER_ORIGINS", "a,,b"}, R"(DDD_SERVER_ORIGINS must be a list of strings, not "a,,b")"},
      {{"DDD_SERVER_ORIGINS", "a,"}, R"(DDD_SERVER_ORIGINS must be a list of strings, not "a,")"},
      {{"DDD_SERVER_ADDRESS", "\xff"}, "DDD_SERVER_ADDRESS must be UTF-8"},
      {{"DDD_SERVER_LOG_FORMAT", std::string(59, 'x') + "ü" + std::string(50, 'x')},
       R"(DDD_SERVER_LOG_FORMAT must be one of "automatic", "json", "plain", not ")" + std::string(59, 'x') + "…\""},
  };
  for (const auto& [variable, problem] : cases)
    EXPECT_THAT(problems_of_environment({variable}), ElementsAre(problem)) << variable.first;
}

TEST(Config, names_the_flag_that_is_wrong) {
  EXPECT_THAT(problems_of_overrides({{"payment.hodl", "1s"}}),
              ElementsAre(R"(--set payment.hodl: unknown key; did you mean "payment.hold"?)"));
  EXPECT_THAT(problems_of_overrides({{"paymnt.hold", "1s"}}),
              ElementsAre(R"(--set paymnt.hold: unknown key; did you mean "payment.hold"?)"));
  EXPECT_THAT(problems_of_overrides({{"hold", "1s"}}),
              ElementsAre(R"(--set hold: unknown key; did you mean "payment.hold"?)"));
  EXPECT_THAT(problems_of_overrides({{"", ""}}), ElementsAre("--set : unknown key"));
  EXPECT_THAT(problems_of_overrides({{"payment.attempts", "many"}}),
              ElementsAre(R"(--set payment.attempts must be an integer from 1 to 10, not "many")"));
}

TEST(Config, reports_every_problem_in_the_order_of_sources_and_lines) {
  const TempFolder folder;
  auto problems = problems_of({.file = folder.write("shop.toml", R"([server]
port = 0
colour = "red"
[payment]
attempts = 99
[warehouse]
)"),
                               .environment = {{"DDD_Z", ""}, {"DDD_SERVER_PORT", "x"}},
                               .overrides = {{"a.b", ""}, {"payment.hold", "x"}}});
  for (auto& problem : problems) problem = folder.relative(problem);
  EXPECT_THAT(problems,
              ElementsAre("shop.toml:2:8: server.port must be an integer from 1 to 65535, not 0",
                          "shop.toml:3:1: unknown key \"server.colour\"",
                          "shop.toml:5:12: payment.attempts must be an integer from 1 to 10, not 99",
                          "shop.toml:6:2: unknown section \"warehouse\"",
                          "DDD_SERVER_PORT must be an integer from 1 to 65535, not \"x\"",
                          "DDD_Z is not a known variable", "--set a.b: unknown key",
                          "--set payment.hold must be a duration in whole seconds from 1s to 24h, not \"x\""));
}

TEST(Config, says_why_a_file_can_not_be_read) {
  const TempFolder folder;
  const auto problem_of = [&](const std::filesystem::path& file) {
    const auto problems = problems_of({.file = file, .environment = {{"DDD_Z", ""}}, .overrides = {}});
    EXPECT_EQ(problems.size(), 2U) << "the other sources are still checked";
    return folder.relative(problems.front());
  };
  EXPECT_EQ(problem_of(folder / "none.toml"), "none.toml: can't be read: No such file or directory");
  std::filesystem::create_directory(folder / "folder.toml");
  EXPECT_EQ(problem_of(folder / "folder.toml"), "folder.toml: can't be read: Is a directory");
  EXPECT_EQ(problem_of(folder.write("big.toml", std::string(1024 * 1024 + 1, '#'))), "big.toml: is larger than 1 MiB");
}

TEST(Config, never_shows_a_secret_in_a_problem) {
  const std::string secret = "31415926535897932384626433";
  const auto show = [&](const Problems& problems) {
    EXPECT_EQ(problems.size(), 1U);
    EXPECT_FALSE(problems.empty() || problems.front().contains("314159")) << problems.front();
    return problems.empty() ? "" : problems.front();
  };
  EXPECT_EQ(show(problems_of_file("[payment]\nwebhook_secret = " + secret + "\n")),
            "shop.toml:2:44: not valid TOML: Error while parsing decimal integer: '…' is not representable in 64 bits");
  EXPECT_EQ(show(problems_of_file("[payment]\nwebhook_secret = 314159265358979\n")),
            "shop.toml:2:18: payment.webhook_secret must be the secret as a string, not an integer");
  EXPECT_EQ(show(problems_of_file("[payment]\nwebhook_secret = [\"" + secret + "\"]\n")),
            "shop.toml:2:18: payment.webhook_secret must be the secret as a string, not a list");
  EXPECT_EQ(show(problems_of_environment({{"DDD_PAYMENT_WEBHOOK_SECRET", secret + "\xff"}})),
            "DDD_PAYMENT_WEBHOOK_SECRET must be UTF-8");
}

struct Clashing {
  int first = 0;
  int second = 0;
};

}  // namespace
}  // namespace ddd::test

template <>
struct ddd::config::Section<ddd::test::Clashing> {
  static constexpr std::string_view name = "clash";
  static constexpr auto fields =
      std::tuple{key("port", &test::Clashing::first, "One"), key("port", &test::Clashing::second, "Another")};
};

namespace ddd::test {
namespace {

TEST(Config, refuses_descriptions_in_which_two_fields_share_a_variable) {
  Clashing clashing;
  EXPECT_THROW(std::ignore = config::load(Sources{}, clashing), std::logic_error);
}

TEST(Config, gets_the_variables_of_the_process) {
  const auto variables = config::process_environment();
  const auto path = std::ranges::find(variables, std::string("PATH"), &Texts::value_type::first);
  ASSERT_NE(path, variables.end());
  EXPECT_FALSE(path->second.empty());
}

}  // namespace
}  // namespace ddd::test
