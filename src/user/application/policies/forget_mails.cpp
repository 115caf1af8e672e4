#include <ddd/user/application/policies/forget_mails.hpp>

namespace ddd::user {

Task<Result<>> ForgetMailsHandler::handle(const CallContext&, AccountErased fact) {
  co_return co_await mailer_.forget(fact.user_id);
}

}  // namespace ddd::user
