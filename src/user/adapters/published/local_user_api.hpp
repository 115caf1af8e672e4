#pragma once

#include <ddd/contracts/user/user_api.hpp>
#include <ddd/user/application/application.hpp>

namespace ddd::user {

/// The published calls, answered in this process.
class LocalUserApi final : public contracts::UserApi {
 public:
  explicit LocalUserApi(Application& application) : application_(application) {}

  [[nodiscard]] Task<Result<std::vector<contracts::UserValidity>>> validate_users(
      const CallContext& call, std::vector<contracts::UserToValidate> users) override;

 private:
  Application& application_;
};

}  // namespace ddd::user
