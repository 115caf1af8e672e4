#include <ddd/payment/application/process/chosen_method.hpp>
#include <ddd/payment/domain/errors.hpp>

namespace ddd::payment {

Task<Result<std::string>> chosen_method(WalletRepository& wallets, const PaymentSettings& settings, UserId user_id,
                                        std::string given) {
  if (const auto id = PaymentMethodId::parse(given)) {
    DDD_CO_TRY(const auto wallet, co_await wallets.find(user_id));
    DDD_CO_TRY(auto method, wallet.find(*id));
    if (!method.is_active) co_return Refused(errors::method_inactive());
    co_return std::move(method.token);
  }
  if (settings.test_methods && is_provider_token(given)) co_return given;
  co_return Refused(
      errors::invalid_field("/payment_method_id", "payment_method", "Must be the id of one of your payment methods."));
}

Result<> check_return_url(std::string_view url) {
  if (url.empty()) return {};
  const auto scheme = url.find("://");
  const bool is_web = url.starts_with("http://") || url.starts_with("https://");
  const auto host =
      is_web ? url.substr(scheme + 3, url.find_first_of("/?#", scheme + 3) - (scheme + 3)) : std::string_view();
  const bool plain = url.find_first_of(" \\\"<>") == std::string_view::npos;
  if (is_web && plain && !host.empty() && !host.starts_with(':') && !host.contains('@') && url.size() <= 2000)
    return {};
  return Refused(errors::invalid_field("/return_url", "url", "Must be an http or https address without credentials."));
}

}  // namespace ddd::payment
