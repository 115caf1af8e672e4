#include <optional>
#include <span>
#include <string>
#include <vector>

#include <ddd/embedded/contexts.hpp>
#include <ddd/embedded/demo_data.hpp>
#include <ddd/embedded/demo_products.hpp>
#include <ddd/platform/async/when_all.hpp>

namespace ddd::embedded {
namespace {

CallContext operator_call() {
  CallContext call;
  call.service = "dddctl";
  return call;
}

Task<Result<std::optional<UserId>>> find_user(Contexts& contexts, std::string_view email) {
  DDD_CO_TRY(const auto address, user::Email::parse(email));
  DDD_CO_TRY(const auto found, co_await contexts.user.users.find_by_email(address));
  co_return found ? std::optional(found->id()) : std::nullopt;
}

Task<Result<UserId>> ensure_admin(Contexts& contexts) {
  DDD_CO_TRY(const auto known, co_await find_user(contexts, kDemoAdminEmail));
  if (known) co_return *known;
  const auto call = operator_call();
  DDD_CO_TRY(const auto made, co_await contexts.user.module.application().commands.create_admin.handle(
                                  call, user::CreateAdmin{{.email = std::string(kDemoAdminEmail),
                                                           .password = crypto::Secret(kDemoAdminPassword),
                                                           .first_name = "Grace",
                                                           .last_name = "Hopper"}}));
  co_return made.id;
}

Task<Result<>> ensure_buyer(Contexts& contexts) {
  DDD_CO_TRY(const auto known, co_await find_user(contexts, kDemoUserEmail));
  if (known) co_return Result<>{};
  const CallContext call;
  DDD_CO_CHECK(co_await contexts.user.module.application().commands.register_user.handle(
      call, user::RegisterUser{{.email = std::string(kDemoUserEmail),
                                .password = crypto::Secret(kDemoUserPassword),
                                .first_name = "Ada",
                                .last_name = "Lovelace"}}));
  co_return Result<>{};
}

product::CreateProduct command_for(const DemoProduct& product, Currency currency) {
  return {.details = {.name = std::string(product.name),
                      .description = std::string(product.description),
                      .sku = product::Sku::restore(std::string(product.sku)),
                      .price = Money(product.price, currency),
                      .category = std::string(product.category),
                      .brand = std::string(product.brand),
                      .tags = {std::string(product.category), "demo"},
                      .is_featured = product.is_featured,
                      .min_stock = 5},
          .stock = product.stock};
}

Task<> create_product(Contexts& contexts, const CallContext& call, const DemoProduct& product, Result<>& outcome) {
  auto& application = contexts.product.module.application();
  const auto made =
      co_await application.commands.create_product.handle(call, command_for(product, application.settings.currency));
  if (!made) outcome = Refused(made.error());
}

Task<Result<>> ensure_products(Contexts& contexts, UserId admin) {
  auto& application = contexts.product.module.application();
  CallContext call = operator_call();
  call.principal = Principal{.user_id = admin, .role = Role::admin, .session_id = {}};
  DDD_CO_TRY(const auto page, co_await application.queries.list_products.handle(
                                  call, product::ProductListing{.filter = {.is_active = std::nullopt}, .limit = 1}));
  if (!page.items.empty()) co_return Result<>{};
  Result<> outcome;
  std::vector<Task<>> tasks;
  // Side by side, so that the writer commits many of them at once.
  for (const auto& product : demo_products()) tasks.push_back(create_product(contexts, call, product, outcome));
  co_await when_all(std::move(tasks));
  co_return outcome;
}

}  // namespace

Task<Result<>> seed_demo_data(Contexts& contexts) {
  DDD_CO_TRY(const auto admin, co_await ensure_admin(contexts));
  DDD_CO_CHECK(co_await ensure_buyer(contexts));
  co_return co_await ensure_products(contexts, admin);
}

}  // namespace ddd::embedded
