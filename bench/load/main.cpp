// The load that bench/run puts on a started ddd-micro. Prints one JSON object.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "loads.hpp"
#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>

namespace {

using namespace ddd;
using namespace ddd::bench;

struct Arguments {
  std::uint16_t port = 0;
  std::string accounts;
  std::string queries;
  std::size_t users = 0;
  LoadOptions load;
  double seconds = 5;
};

template <class T>
T run(boost::asio::io_context& context, Task<T> task) {
  std::optional<T> result;
  std::exception_ptr failure;
  boost::asio::co_spawn(context.get_executor(), std::move(task), [&](std::exception_ptr thrown, T value) {
    failure = thrown;
    result = std::move(value);
    context.stop();
  });
  context.run();
  if (failure) std::rethrow_exception(failure);
  return *std::move(result);
}

// One line an account: nothing in them holds a tab.
void write_accounts(const std::string& path, const std::vector<Account>& accounts) {
  std::ofstream file(path);
  for (const auto& account : accounts)
    file << account.email << '\t' << account.password << '\t' << account.token << '\n';
  if (!file.flush()) throw std::runtime_error("can't write " + path);
}

std::vector<Account> read_accounts(const std::string& path) {
  std::ifstream file(path);
  std::vector<Account> accounts;
  for (Account account; std::getline(file, account.email, '\t') && std::getline(file, account.password, '\t') &&
                        std::getline(file, account.token);) {
    accounts.push_back(account);
  }
  if (accounts.empty()) throw std::runtime_error("no accounts in " + path);
  return accounts;
}

// One a line, encoded as in a URL.
std::vector<std::string> read_queries(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> queries;
  for (std::string line; std::getline(file, line);) queries.push_back(line);
  if (queries.empty()) throw std::runtime_error("no queries in " + path);
  return queries;
}

Task<bool> is_ready(ShopClient& shop) {
  const auto answer = co_await shop.get("/readyz");
  co_return answer.status == 200;
}

void wait_until_ready(boost::asio::io_context& context, ShopClient& shop, double seconds) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (!run(context, is_ready(shop))) {
    context.restart();
    if (std::chrono::steady_clock::now() > limit) throw std::runtime_error("the shop did not become ready");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

int perform(const CLI::App& app, Arguments arguments) {
  boost::asio::io_context context(1);
  arguments.load.measured = std::chrono::milliseconds(static_cast<int>(arguments.seconds * 1000));
  ShopClient shop(context.get_executor(), arguments.port, std::max<std::size_t>(arguments.load.clients, 8));
  if (app.got_subcommand("ready")) {
    wait_until_ready(context, shop, arguments.seconds);
  } else if (app.got_subcommand("prepare")) {
    write_accounts(arguments.accounts, run(context, prepare_shop(shop, arguments.users)));
  } else if (app.got_subcommand("searches")) {
    std::puts(run(context, run_searches(shop, read_queries(arguments.queries), arguments.load)).c_str());
  } else {
    const auto load = app.got_subcommand("logins") ? run_logins : run_purchases;
    std::puts(run(context, load(shop, read_accounts(arguments.accounts), arguments.load)).c_str());
  }
  return EXIT_SUCCESS;
}

void describe(CLI::App& app, Arguments& arguments) {
  app.require_subcommand(1);
  app.add_option("--port", arguments.port, "Port of the shop")->required();
  app.add_option("--seconds", arguments.seconds, "How long is measured, or waited at most");
  app.add_option("--clients", arguments.load.clients, "How many call at once");
  app.add_option("--accounts", arguments.accounts, "File of accounts: written by prepare, read by the loads");
  app.add_option("--queries", arguments.queries, "File of search texts");
  app.add_option("--users", arguments.users, "How many accounts prepare makes");
  app.add_subcommand("ready", "Returns when the shop is ready")->fallthrough();
  app.add_subcommand("prepare", "Stocks the products and makes accounts")->fallthrough();
  app.add_subcommand("logins", "Logins in a closed loop")->fallthrough();
  app.add_subcommand("searches", "Searches in a closed loop")->fallthrough();
  app.add_subcommand("purchases", "Whole purchases in a closed loop")->fallthrough();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Puts load on a started ddd-micro.", "bench_load");
  Arguments arguments;
  describe(app, arguments);
  CLI11_PARSE(app, argc, argv);
  try {
    return perform(app, arguments);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench_load: %s\n", failure.what());
    return EXIT_FAILURE;
  }
}
