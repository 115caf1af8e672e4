#pragma once

#include <ddd/basket/application/ports/checkout_marks.hpp>
#include <ddd/basket/application/ports/line_flag_repository.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/sqlite/database.hpp>

namespace ddd::basket {

/// The problems of lines, in basket.db. `reader` is the shard's own connection; the lines of a product are read on the
/// reader thread.
class SqliteLineFlags final : public LineFlagRepository {
 public:
  SqliteLineFlags(sqlite::Database& database, sqlite::Connection& reader, IdSource& ids)
      : database_(database), reader_(reader), ids_(ids) {}

  [[nodiscard]] Task<Result<std::vector<BasketLine>>> lines_with(ProductId product_id, Timestamp now,
                                                                 std::optional<UserId> after,
                                                                 std::size_t limit) override;
  [[nodiscard]] Task<Result<LineFlags>> find(BasketLine line) override;
  [[nodiscard]] Task<Result<>> save(LineFlags& flags, SaveContext context) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
  IdSource& ids_;
};

/// The payments of baskets that are under way, in basket.db.
class SqliteCheckoutMarks final : public CheckoutMarks {
 public:
  SqliteCheckoutMarks(sqlite::Database& database, sqlite::Connection& reader) : database_(database), reader_(reader) {}

  [[nodiscard]] Task<Result<>> mark(BasketId basket_id, CheckoutMark mark, SaveContext context) override;
  [[nodiscard]] Task<Result<>> unmark(PaymentId payment_id, SaveContext context) override;
  [[nodiscard]] Task<Result<std::vector<CheckoutMark>>> of(BasketId basket_id) override;

 private:
  sqlite::Database& database_;
  sqlite::Connection& reader_;
};

}  // namespace ddd::basket
