#include <utility>

#include <ddd/basket/application/policies/flag_lines.hpp>

namespace ddd::basket {

Task<Result<std::size_t>> FlagLinesHandler::handle(const CallContext& call, OfferChanged fact) {
  constexpr std::size_t kPage = 100;
  std::size_t flagged = 0;
  std::optional<UserId> after;
  for (;;) {
    DDD_CO_TRY(auto lines, co_await flags_.lines_with(fact.product_id, clock_.now(), after, kPage));
    if (lines.empty()) co_return flagged;
    after = lines.back().user_id;
    DDD_CO_TRY(const auto offers, co_await catalogue_.find_many(call, {fact.product_id}));
    for (auto& line : lines) {
      DDD_CO_TRY(const bool told, co_await flag(call, std::move(line), find_offer(offers, fact.product_id)));
      if (told) ++flagged;
    }
  }
}

Task<Result<bool>> FlagLinesHandler::flag(const CallContext& call, BasketLine line, const Offer* offer) {
  auto problems = problems_of(line.item, offer);
  DDD_CO_TRY(auto flags, co_await flags_.find(std::move(line)));
  flags.set(std::move(problems));
  if (!flags.has_changes()) co_return false;
  const auto saved = co_await flags_.save(flags, SaveContext::of(call, clock_.now()));
  // The basket went since it was listed, or another event was quicker; what that one missed, its successor tells.
  if (!saved && saved.error().code == store_errors::kVersionConflict) co_return false;
  DDD_CO_CHECK(saved);
  co_return true;
}

}  // namespace ddd::basket
