#include <ddd/product/adapters/published/local_product_api.hpp>

namespace ddd::product {

Task<Result<std::vector<contracts::ProductInfo>>> LocalProductApi::validate_products(const CallContext& call,
                                                                                     std::vector<ProductId> ids) {
  DDD_CO_TRY(const auto views,
             co_await application_.queries.validate_products.handle(call, ValidateProducts{std::move(ids)}));
  std::vector<contracts::ProductInfo> infos;
  infos.reserve(views.size());
  for (const auto& view : views) {
    infos.push_back({view.id, view.details.name, view.details.price, view.available(), view.details.is_active});
  }
  co_return infos;
}

Task<Result<>> LocalProductApi::reserve_stock(const CallContext& call, contracts::ReserveStockRequest request) {
  ReserveStock command{.reservation_id = std::move(request.payment_id), .lines = {}, .hold = request.hold};
  for (const auto& line : request.lines) command.lines.push_back({line.product_id, line.quantity});
  co_return co_await application_.commands.reserve_stock.handle(call, std::move(command));
}

Task<Result<>> LocalProductApi::pin_reservation(const CallContext& call, PaymentId payment_id) {
  co_return co_await application_.commands.pin_reservation.handle(call, PinReservation{std::move(payment_id)});
}

Task<Result<>> LocalProductApi::release_reservation(const CallContext& call, PaymentId payment_id) {
  co_return co_await application_.commands.release_reservation.handle(call, ReleaseReservation{std::move(payment_id)});
}

}  // namespace ddd::product
