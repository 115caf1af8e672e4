#include <algorithm>
#include <chrono>
#include <iterator>

#include <ddd/product/adapters/events/publish.hpp>
#include <ddd/product/adapters/storage/memory/memory_catalogue.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {
namespace {

bool sku_is_taken(const MemoryCatalogue& data, const Product::Snapshot& product) {
  return std::ranges::any_of(data.products, [&](const auto& entry) {
    const auto& other = entry.second;
    return other.id != product.id && !other.deleted_at && other.details.sku == product.details.sku;
  });
}

void keep(MemoryCatalogue& data, Product& product) {
  product.mark_saved();
  data.products.insert_or_assign(product.id(), product.state());
}

void keep(MemoryCatalogue& data, Stock& stock) {
  for (const auto& movement : stock.movements()) {
    data.movements.push_back({stock.product_id(), {std::ssize(data.movements) + 1, movement}});
  }
  stock.mark_saved();
  data.stocks.insert_or_assign(stock.product_id(), stock.state());
}

bool is_for_sale(const MemoryCatalogue& data, ProductId id) {
  const auto product = data.products.find(id);
  return product != data.products.end() && !product->second.deleted_at && product->second.details.is_active;
}

bool is_restocked(const MemoryCatalogue& data, const ReservationOrder& order) {
  const auto* restock = std::get_if<RestockReturn>(&order);
  return restock != nullptr && std::ranges::any_of(data.movements, [&](const auto& entry) {
           const auto& movement = entry.second.movement;
           return movement.kind == MovementKind::restocked && movement.cause.id == restock->refund_id;
         });
}

StockBooks load_books(const MemoryCatalogue& data, const ReservationOrder& order) {
  StockBooks books;
  books.restocked = is_restocked(data, order);
  auto products = products_of(order);
  if (const auto found = data.reservations.find(reservation_of(order)); found != data.reservations.end()) {
    books.reservation = Reservation::restore(found->second);
    products.clear();
    for (const auto& line : found->second.lines) products.push_back(line.product_id);
  }
  for (const auto id : products) {
    const auto stock = data.stocks.find(id);
    if (stock == data.stocks.end()) continue;
    books.stocks.push_back(Stock::restore(stock->second));
    if (!is_for_sale(data, id)) books.not_for_sale.push_back(id);
  }
  return books;
}

}  // namespace

Task<Result<ProductId>> MemoryProducts::next_id() {
  co_return ProductId(data_.next_product++);
}

Task<Result<Product>> MemoryProducts::find(ProductId id) {
  const auto found = data_.products.find(id);
  if (found == data_.products.end() || found->second.deleted_at) co_return Refused(errors::not_found());
  co_return Product::restore(found->second);
}

Task<Result<>> MemoryProducts::add(Product& product, Stock& stock, SaveContext context) {
  if (sku_is_taken(data_, product.state())) co_return Refused(errors::sku_taken());
  auto events = outgoing(product);
  std::ranges::move(outgoing(stock), std::back_inserter(events));
  DDD_CO_CHECK(data_.effects.write(context, stamp(std::move(events), ids_, context)));
  keep(data_, product);
  keep(data_, stock);
  co_return Result<>{};
}

Task<Result<>> MemoryProducts::save(Product& product, SaveContext context) {
  const auto found = data_.products.find(product.id());
  if (found == data_.products.end() || found->second.deleted_at || found->second.version != product.version()) {
    co_return Refused(store_errors::version_conflict());
  }
  if (sku_is_taken(data_, product.state())) co_return Refused(errors::sku_taken());
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(product), ids_, context)));
  keep(data_, product);
  co_return Result<>{};
}

Task<Result<Stock>> MemoryStocks::find(ProductId id) {
  const auto found = data_.stocks.find(id);
  if (found == data_.stocks.end()) co_return Refused(errors::not_found());
  co_return Stock::restore(found->second);
}

Task<Result<>> MemoryStocks::save(Stock& stock, SaveContext context) {
  const auto found = data_.stocks.find(stock.product_id());
  if (found == data_.stocks.end() || found->second.version != stock.version()) {
    co_return Refused(store_errors::version_conflict());
  }
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(stock), ids_, context)));
  keep(data_, stock);
  co_return Result<>{};
}

Task<Result<StockBooks>> MemoryStocks::apply(ReservationOrder order, SaveContext context) {
  auto books = load_books(data_, order);
  DDD_CO_CHECK(carry_out(order, books, context.now));
  std::vector<OutgoingEvent> events;
  if (books.reservation) events = outgoing(*books.reservation);
  for (const auto& stock : books.stocks) std::ranges::move(outgoing(stock), std::back_inserter(events));
  DDD_CO_CHECK(data_.effects.write(context, stamp(std::move(events), ids_, context)));
  if (books.reservation && books.reservation->has_changes()) {
    books.reservation->mark_saved();
    data_.reservations.insert_or_assign(books.reservation->id(), books.reservation->state());
  }
  for (auto& stock : books.stocks) {
    if (stock.has_changes()) keep(data_, stock);
  }
  co_return books;
}

Task<Result<>> MemoryStocks::note_failure(StockConsumeFailed failure, SaveContext context) {
  if (data_.failed_consumptions.contains(failure.payment_id)) co_return Result<>{};
  DDD_CO_CHECK(data_.effects.write(context, stamp({outgoing(failure)}, ids_, context)));
  data_.failed_consumptions.emplace(failure.payment_id, failure.code);
  co_return Result<>{};
}

Task<Result<std::vector<PaymentId>>> MemoryStocks::expired_reservations(Timestamp now, std::size_t limit) {
  std::vector<std::pair<Timestamp, PaymentId>> due;
  for (const auto& [id, reservation] : data_.reservations) {
    if (reservation.state == ReservationState::held && reservation.expires_at <= now)
      due.emplace_back(reservation.expires_at, id);
  }
  std::ranges::sort(due);
  std::vector<PaymentId> ids;
  for (auto& [at, id] : due) {
    if (ids.size() < limit) ids.push_back(std::move(id));
  }
  co_return ids;
}

Task<Result<bool>> MemoryBasketDemand::replace(BasketContents contents, SaveContext context) {
  constexpr std::chrono::days kKeepEmpty{7};
  const auto known = data_.demand.find(contents.basket_id);
  if (known != data_.demand.end() && known->second.contents.sequence >= contents.sequence) co_return false;
  DDD_CO_CHECK(data_.effects.write(context, {}));
  data_.demand.insert_or_assign(contents.basket_id, MemoryCatalogue::ToldContents{contents, context.now});
  std::erase_if(data_.demand, [&](const auto& entry) {
    return entry.second.contents.products.empty() && entry.second.told_at < context.now - kKeepEmpty;
  });
  co_return true;
}

Task<Result<>> MemoryViewCounts::add(std::vector<ProductViewed> views) {
  for (const auto& [id, times] : views) data_.view_counts[id] += times;
  co_return Result<>{};
}

}  // namespace ddd::product
