#include <string_view>

#include <ddd/basket/adapters/http/dto.hpp>
#include <ddd/platform/api/entity_tags.hpp>
#include <ddd/platform/json/encode.hpp>

namespace ddd::basket {
namespace {

std::vector<ProblemBody> to_bodies(const std::vector<Problem>& problems) {
  std::vector<ProblemBody> bodies;
  bodies.reserve(problems.size());
  for (const auto& problem : problems) {
    bodies.push_back({problem.code, problem.product_id, problem.current_price, problem.available});
  }
  return bodies;
}

std::vector<CheckoutBody> to_bodies(const std::vector<CheckoutMark>& marks) {
  std::vector<CheckoutBody> bodies;
  bodies.reserve(marks.size());
  for (const auto& mark : marks) bodies.push_back({mark.payment_id, mark.since});
  return bodies;
}

/// FNV-1a without the sign bit: it only has to differ.
std::int64_t digest(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char byte : text) hash = (hash ^ byte) * 0x100000001b3;
  return static_cast<std::int64_t>(hash & INT64_MAX);
}

}  // namespace

BasketBody to_body(const BasketView& view) {
  BasketBody body{.id = view.id,
                  .user_id = view.user_id,
                  .item_count = view.item_count,
                  .total = view.total,
                  .problems = to_bodies(view.problems),
                  .version = view.version,
                  .created_at = view.created_at,
                  .updated_at = view.updated_at,
                  .expires_at = view.expires_at};
  body.items.reserve(view.items.size());
  for (const auto& line : view.items) {
    body.items.push_back({.id = line.item.id,
                          .product_id = line.item.product_id,
                          .name = line.name,
                          .quantity = line.item.quantity,
                          .unit_price = line.item.unit_price,
                          .line_total = line.line_total,
                          .problems = to_bodies(line.problems)});
  }
  if (!view.checkouts.empty()) body.checkouts = to_bodies(view.checkouts);
  return body;
}

std::string etag_of(const BasketView& view) {
  if (view.problems.empty() && view.checkouts.empty()) return api::entity_tag(view.version);
  auto besides = json::encode(to_bodies(view.problems));
  if (!view.checkouts.empty()) besides += json::encode(to_bodies(view.checkouts));
  return api::entity_tag(view.version, digest(besides));
}

}  // namespace ddd::basket
