#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/platform/http/client.hpp>

namespace ddd::bench {

/// An answer of the shop. `status` is 0 where none came.
struct Answer {
  int status = 0;
  std::string body;

  /// "409", or the reason why no answer came.
  std::string reason;
  /// A member of the body, which must be there; "total.amount" names one of an object in it.
  [[nodiscard]] std::string text(std::string_view path) const;
  [[nodiscard]] std::int64_t integer(std::string_view path) const;
};

struct Account {
  std::string email;
  std::string password;
  std::string token;  ///< an access token; good for ten minutes
};

/// The shop's public API, as far as the loads need it. Keep-alive connections, one for each client that calls at once.
class ShopClient {
 public:
  ShopClient(ShardExecutor executor, std::uint16_t port, std::size_t connections);

  [[nodiscard]] Task<Answer> get(std::string target, std::string token = {});
  [[nodiscard]] Task<Answer> post(std::string target, std::string body, std::string token = {}, std::string key = {});
  [[nodiscard]] Task<Answer> put(std::string target, std::string body, std::string token);

  [[nodiscard]] Task<Answer> log_in(const Account& account);
  /// Makes an account and logs it in; throws std::runtime_error where the shop refuses.
  [[nodiscard]] Task<Account> sign_up(std::string email);

 private:
  [[nodiscard]] Task<Answer> send(http::OutgoingRequest request, std::string token);

  std::unique_ptr<http::Client> client_;
};

/// Refuses every answer but the wanted one; for steps that prepare a load.
void expect(const Answer& answer, int status, std::string_view step);

}  // namespace ddd::bench
