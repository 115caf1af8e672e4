#include <ddd/payment/adapters/storage/memory/memory_payments.hpp>

namespace ddd::payment {

Task<Result<std::optional<Fulfilment>>> MemoryFulfilments::find(PaymentId id) {
  const auto found = data_.fulfilments.find(id);
  if (found == data_.fulfilments.end()) co_return std::nullopt;
  co_return Fulfilment::restore(found->second);
}

Task<Result<>> MemoryFulfilments::save(Fulfilment& fulfilment, SaveContext context) {
  const auto found = data_.fulfilments.find(fulfilment.state().payment_id);
  if (found == data_.fulfilments.end() || found->second.version != fulfilment.state().version) {
    co_return Refused(store_errors::version_conflict());
  }
  DDD_CO_CHECK(data_.effects.write(context, {}));
  fulfilment.mark_saved();
  found->second = fulfilment.state();
  co_return Result<>{};
}

}  // namespace ddd::payment
