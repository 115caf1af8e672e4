#include <utility>

#include <ddd/user/adapters/published/local_user_api.hpp>

namespace ddd::user {

Task<Result<std::vector<contracts::UserValidity>>> LocalUserApi::validate_users(
    const CallContext& call, std::vector<contracts::UserToValidate> users) {
  ValidateUsers query;
  query.users.reserve(users.size());
  for (auto& [user_id, session_id] : users) query.users.push_back({user_id, std::move(session_id)});
  DDD_CO_TRY(const auto answers, co_await application_.queries.validate_users.handle(call, std::move(query)));
  std::vector<contracts::UserValidity> validities;
  validities.reserve(answers.size());
  for (const auto& [user_id, valid] : answers) validities.push_back({user_id, valid});
  co_return validities;
}

}  // namespace ddd::user
