#include <cstdio>
#include <string>

#include "commands.hpp"
#include "offline_shop.hpp"

#include <ddd/embedded/demo_data.hpp>

namespace ddd::ctl {
namespace {

int seed_demo(const std::string& folder) {
  auto shop = OfflineShop::open(folder);
  auto seeded =
      shop ? (*shop)->thread().run(embedded::seed_demo_data((*shop)->contexts())) : Result<>(Refused(shop.error()));
  if (!seeded) {
    std::fprintf(stderr, "dddctl: %s\n", seeded.error().message.c_str());
    return kFailed;
  }
  const std::string admin(embedded::kDemoAdminEmail);
  const std::string customer(embedded::kDemoUserEmail);
  std::printf("%s has the demo data: sign in as %s or %s.\n", folder.c_str(), admin.c_str(), customer.c_str());
  return 0;
}

}  // namespace

void add_seed_demo(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("seed-demo", "Makes the demo users and products that are missing");
  auto folder = std::make_shared<std::string>("var");
  command->add_option("--data", *folder, "Data folder of the shop")->capture_default_str();
  command->callback([folder, &exit_code] { exit_code = seed_demo(*folder); });
}

}  // namespace ddd::ctl
