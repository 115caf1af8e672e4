#include <ddd/basket/adapters/grpc/messages.hpp>
#include <ddd/platform/grpc/stored.hpp>

namespace ddd::basket {
namespace {

v1::Problem to_message(const Problem& problem) {
  v1::Problem message;
  message.set_code(std::string(to_text(problem.code)));
  message.set_product_id(problem.product_id.value());
  if (problem.current_price) *message.mutable_current_price() = rpc::to_message(*problem.current_price);
  if (problem.available) message.set_available(*problem.available);
  return message;
}

v1::Item to_message(const ItemView& view) {
  v1::Item message;
  message.set_id(view.item.id.to_text());
  message.set_product_id(view.item.product_id.value());
  if (view.name) message.set_name(*view.name);
  message.set_quantity(view.item.quantity);
  *message.mutable_unit_price() = rpc::to_message(view.item.unit_price);
  *message.mutable_line_total() = rpc::to_message(view.line_total);
  for (const auto& problem : view.problems) *message.add_problems() = to_message(problem);
  return message;
}

}  // namespace

v1::Basket to_message(const BasketView& view) {
  v1::Basket message;
  message.set_id(view.id.to_text());
  message.set_user_id(view.user_id.value());
  for (const auto& item : view.items) *message.add_items() = to_message(item);
  message.set_item_count(view.item_count);
  *message.mutable_total() = rpc::to_message(view.total);
  for (const auto& problem : view.problems) *message.add_problems() = to_message(problem);
  message.set_version(view.version);
  *message.mutable_created_at() = rpc::to_message(view.created_at);
  *message.mutable_updated_at() = rpc::to_message(view.updated_at);
  *message.mutable_expires_at() = rpc::to_message(view.expires_at);
  for (const auto& mark : view.checkouts) {
    auto& sent = *message.add_checkouts();
    sent.set_payment_id(mark.payment_id.to_text());
    *sent.mutable_since() = rpc::to_message(mark.since);
  }
  return message;
}

v1::GetForCheckoutResponse::Basket to_message(const CheckoutView& view) {
  v1::GetForCheckoutResponse::Basket message;
  if (view.basket_id) message.set_basket_id(view.basket_id->to_text());
  message.set_version(view.version);
  for (const auto& line : view.lines) {
    auto& sent = *message.add_lines();
    sent.set_product_id(line.product_id.value());
    sent.set_quantity(line.quantity);
  }
  return message;
}

StoredAnswer render(const BasketView& view) {
  return rpc::to_stored(to_message(view));
}
StoredAnswer render_opened(const OpenedBasket& opened) {
  return rpc::to_stored(to_message(opened.basket), opened.is_new ? 201 : 200);
}

}  // namespace ddd::basket
