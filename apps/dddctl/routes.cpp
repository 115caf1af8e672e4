#include <cstdio>

#include "commands.hpp"
#include "offline_shop.hpp"
#include "temporary_folder.hpp"

#include <ddd/embedded/services.hpp>
#include <ddd/embedded/version.hpp>
#include <ddd/platform/api/openapi.hpp>
#include <ddd/platform/http/message.hpp>

namespace ddd::ctl {
namespace {

const char* to_text(api::Access access) {
  switch (access) {
    case api::Access::anyone:
      return "anyone";
    case api::Access::user:
      return "user";
    case api::Access::admin:
      return "admin";
    case api::Access::provider:
      return "provider";
  }
  std::unreachable();
}

const char* to_text(api::IdempotencyRule rule) {
  switch (rule) {
    case api::IdempotencyRule::ignored:
      return "-";
    case api::IdempotencyRule::optional:
      return "optional";
    case api::IdempotencyRule::required:
      return "required";
  }
  std::unreachable();
}

void print(const api::RouteTable& table) {
  const std::string_view prefix = table.mount == api::Mount::api ? api::kApiPrefix : "";
  for (const auto& route : table.routes) {
    std::printf("%-7s %-48s %-9s %-9s %-16s %s\n", std::string(http::to_text(route.method)).c_str(),
                (std::string(prefix) + route.path).c_str(), to_text(route.access), to_text(route.idempotency),
                table.service.c_str(), route.name.c_str());
  }
}

/// The tables are those of modules, and modules stand on stores: on empty ones, made for this and removed after it.
template <class Use>
int with_shop(Use use) {
  const TemporaryFolder folder;
  auto shop = OfflineShop::open(folder.path());
  if (!shop) {
    std::fprintf(stderr, "dddctl: %s\n", shop.error().message.c_str());
    return kFailed;
  }
  return use(**shop);
}

int print_routes(OfflineShop& shop) {
  std::printf("%-7s %-48s %-9s %-9s %-16s %s\n", "METHOD", "PATH", "ACCESS", "KEY", "SERVICE", "USE CASE");
  const auto services = embedded::services(shop.contexts(), shop.world().config.server);
  for (const auto& table : services.front().tables) print(table);
  return 0;
}

int print_openapi(OfflineShop& shop, const std::string& name) {
  std::string known;
  for (auto& service : embedded::services(shop.contexts(), shop.world().config.server)) {
    known += ' ' + service.name;
    if (service.name != name) continue;
    TimerSleeper sleeper;
    api::Readiness readiness(shop.thread().executor(), sleeper, {}, {});
    const auto ops = embedded::ops_routes(service, {}, readiness, shop.world().metrics);
    std::vector<const api::RouteTable*> tables;
    for (const auto& table : service.tables) tables.push_back(&table);
    tables.push_back(&ops);
    std::puts(api::openapi_document({.title = name, .version = std::string(embedded::kVersion)}, tables).c_str());
    return 0;
  }
  std::fprintf(stderr, "dddctl: there is no service %s, but%s.\n", name.c_str(), known.c_str());
  return kUsage;
}

}  // namespace

void add_routes(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("routes", "Lists every route: who may call it, whether it takes an idempotency key");
  command->callback([&exit_code] { exit_code = with_shop(print_routes); });
}

void add_openapi(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("openapi", "Prints the OpenAPI document that a service serves at /openapi.json");
  auto name = std::make_shared<std::string>("ddd-micro");
  command->add_option("--service", *name, "ddd-micro (all routes) or user-, product-, basket-, payment-service")
      ->capture_default_str();
  command->callback(
      [name, &exit_code] { exit_code = with_shop([&](OfflineShop& shop) { return print_openapi(shop, *name); }); });
}

}  // namespace ddd::ctl
