#pragma once

#include <cstddef>

#include <ddd/basket/application/ports/line_flag_repository.hpp>
#include <ddd/basket/application/ports/product_catalogue.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

/// Price, stock or availability of a product changed, says an event. What it is now, the catalogue says.
struct OfferChanged {
  ProductId product_id;
};

/// Tells whose lines have other problems than were told last, and that some have none any more. Gives how many lines.
/// It compares with the catalogue of now, so a repeated or late event tells nothing twice and nothing old. What a user
/// makes of it, taking the new price or the line out, the basket's own events tell.
class FlagLinesHandler {
 public:
  FlagLinesHandler(LineFlagRepository& flags, ProductCatalogue& catalogue, const Clock& clock)
      : flags_(flags), catalogue_(catalogue), clock_(clock) {}

  [[nodiscard]] Task<Result<std::size_t>> handle(const CallContext& call, OfferChanged fact);

 private:
  [[nodiscard]] Task<Result<bool>> flag(const CallContext& call, BasketLine line, const Offer* offer);

  LineFlagRepository& flags_;
  ProductCatalogue& catalogue_;
  const Clock& clock_;
};

}  // namespace ddd::basket
