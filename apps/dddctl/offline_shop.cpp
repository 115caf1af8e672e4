#include "offline_shop.hpp"

#include <filesystem>

namespace ddd::ctl {

OfflineShop::OfflineShop(const std::string& folder)
    : log_({.service = "dddctl", .level = LogLevel::warn}, clock_), thread_("dddctl") {
  config_.data.dir = folder;
}

Result<std::unique_ptr<OfflineShop>> OfflineShop::open(const std::string& folder) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  std::unique_ptr<OfflineShop> shop(new OfflineShop(folder));
  DDD_TRY(shop->world_, embedded::World::open(shop->config_, shop->log_, shop->clock_));
  shop->contexts_ = std::make_unique<embedded::Contexts>(*shop->world_, shop->thread_.executor());
  shop->thread_.start();
  return shop;
}

OfflineShop::~OfflineShop() {
  thread_.stop();
}

}  // namespace ddd::ctl
