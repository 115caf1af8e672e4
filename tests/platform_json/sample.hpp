#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/json/shape.hpp>

namespace ddd::test {

enum class Role { user, admin };

struct Line {
  ProductId product_id;
  int quantity = 0;
  std::optional<std::string> note;

  friend bool operator==(const Line&, const Line&) = default;
};

/// Has no members: an event that says all by its type.
struct Nothing {
  friend bool operator==(const Nothing&, const Nothing&) = default;
};

/// Has a member of every kind.
struct Sample {
  std::string title;
  std::int64_t count = 0;
  bool is_active = false;
  Role role = Role::user;
  Money price;
  Timestamp created_at;
  PaymentId payment_id;
  std::vector<Line> lines;
  std::optional<std::vector<std::string>> tags;
  std::optional<json::TextMap> labels;
  std::optional<Money> discount;

  friend bool operator==(const Sample&, const Sample&) = default;
};

/// A small one: two required fields, two optional.
struct Note {
  std::string text;
  std::int64_t stars = 0;
  std::optional<std::string> author;
  std::optional<Line> line;

  friend bool operator==(const Note&, const Note&) = default;
};

inline constexpr std::string_view kPaymentId = "pay_01890a5d-ac96-774b-bcce-b302099a8057";

/// A correct Sample with one member's JSON replaced.
inline std::string sample_text(std::string_view name, std::string_view json) {
  std::vector<std::pair<std::string_view, std::string>> members{{"title", R"("Lamp")"},
                                                                {"count", "3"},
                                                                {"is_active", "true"},
                                                                {"role", R"("admin")"},
                                                                {"price", R"({"amount":1999,"currency":"USD"})"},
                                                                {"created_at", R"("2026-01-31T12:00:00Z")"},
                                                                {"payment_id", "\"" + std::string(kPaymentId) + "\""},
                                                                {"lines", R"([{"product_id":7,"quantity":2}])"},
                                                                {"tags", R"(["new"])"},
                                                                {"labels", R"({"a":"b"})"},
                                                                {"discount", R"({"amount":-5,"currency":"JPY"})"}};
  std::string text = "{";
  for (const auto& [known, value] : members) {
    if (text.size() > 1) text += ",";
    text += "\"" + std::string(known) + "\":" + (known == name ? std::string(json) : value);
  }
  return text + "}";
}

}  // namespace ddd::test

template <>
struct ddd::json::EnumNames<ddd::test::Role> {
  static constexpr auto names =
      std::to_array<EnumName<test::Role>>({{test::Role::user, "user"}, {test::Role::admin, "admin"}});
};

template <>
struct ddd::json::Shape<ddd::test::Line> {
  static constexpr std::string_view name = "Line";
  static constexpr auto fields = Fields{field("product_id", &test::Line::product_id),
                                        field("quantity", &test::Line::quantity, {.minimum = 1, .maximum = 99}),
                                        field("note", &test::Line::note, {.multiline = true})};
};

template <>
struct ddd::json::Shape<ddd::test::Nothing> {
  static constexpr std::string_view name = "Nothing";
  static constexpr auto fields = Fields{};
};

template <>
struct ddd::json::Shape<ddd::test::Sample> {
  static constexpr std::string_view name = "Sample";
  static constexpr auto fields = Fields{
      field("title", &test::Sample::title,
            {.description = "What it is \"called\".", .min_length = 1, .max_length = 100, .example = R"("Lamp")"}),
      field("count", &test::Sample::count, {.minimum = 0}),
      field("is_active", &test::Sample::is_active),
      field("role", &test::Sample::role),
      field("price", &test::Sample::price, {.minimum = 0}),
      field("created_at", &test::Sample::created_at),
      field("payment_id", &test::Sample::payment_id),
      field("lines", &test::Sample::lines, {.description = "Oldest first.", .max_items = 100}),
      field("tags", &test::Sample::tags, {.max_length = 30, .max_items = 20, .one_of = "new, old"}),
      field("labels", &test::Sample::labels),
      field("discount", &test::Sample::discount)};
};

template <>
struct ddd::json::Shape<ddd::test::Note> {
  static constexpr std::string_view name = "Note";
  static constexpr auto fields = Fields{field("text", &test::Note::text), field("stars", &test::Note::stars),
                                        field("author", &test::Note::author), field("line", &test::Note::line)};
};
