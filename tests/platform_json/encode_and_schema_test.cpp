#include <stdexcept>

#include <gtest/gtest.h>
#include <platform_json/sample.hpp>

#include <ddd/platform/json/document.hpp>
#include <ddd/platform/json/encode.hpp>
#include <ddd/platform/json/schema.hpp>

namespace ddd::json {
namespace {

using test::Line;
using test::Note;
using test::Role;
using test::Sample;

TEST(Encode, writes_fields_in_the_order_of_the_shape_and_leaves_empty_optionals_out) {
  EXPECT_EQ(encode(Note{"a", 5, std::nullopt, std::nullopt}), R"({"text":"a","stars":5})");
  EXPECT_EQ(encode(Note{"a", 5, "b", Line{ProductId(7), 2, std::nullopt}}),
            R"({"text":"a","stars":5,"author":"b","line":{"product_id":7,"quantity":2}})");
}

TEST(Encode, writes_every_kind_of_member) {
  Sample value;
  value.title = "A \"B\"\n";
  value.count = -1;
  value.role = Role::admin;
  value.price = Money(1999, *Currency::from_code("USD"));
  value.created_at = from_micros(1'769'860'800'123'456);
  value.payment_id = *PaymentId::parse("pay_01890a5d-ac96-774b-bcce-b302099a8057");
  value.lines = {{ProductId(7), 2, "n"}, {ProductId(8), 1, std::nullopt}};
  value.tags = std::vector<std::string>{};
  value.labels = TextMap{{"k", "v"}, {"a", "b"}};
  EXPECT_EQ(encode(value), R"({"title":"A \"B\"\n","count":-1,"is_active":false,"role":"admin",)"
                           R"("price":{"amount":1999,"currency":"USD"},"created_at":"2026-01-31T12:00:00.123Z",)"
                           R"("payment_id":"pay_01890a5d-ac96-774b-bcce-b302099a8057",)"
                           R"("lines":[{"product_id":7,"quantity":2,"note":"n"},{"product_id":8,"quantity":1}],)"
                           R"("tags":[],"labels":{"a":"b","k":"v"}})");
}

TEST(Encode, writes_into_a_larger_text) {
  Writer out;
  out.begin_object().key("data").begin_array();
  write(out, Note{"a", 1, std::nullopt, std::nullopt});
  write(out, Note{"b", 2, std::nullopt, std::nullopt});
  out.end_array().end_object();
  EXPECT_EQ(out.take(), R"({"data":[{"text":"a","stars":1},{"text":"b","stars":2}]})");
  EXPECT_EQ(encode(std::vector<std::int64_t>{1, 2}), "[1,2]");
}

TEST(Encode, throws_on_an_enum_value_that_has_no_name) {
  EXPECT_THROW(static_cast<void>(encode(static_cast<Role>(9))), std::logic_error);
}

TEST(Schema, describes_types_bounds_and_what_is_required) {
  EXPECT_EQ(
      schema<Sample>(),
      R"({"type":"object","title":"Sample","properties":{)"
      R"("title":{"type":"string","description":"What it is \"called\".","minLength":1,"maxLength":100,"examples":["Lamp"]},)"
      R"("count":{"type":"integer","minimum":0},)"
      R"("is_active":{"type":"boolean"},)"
      R"("role":{"type":"string","enum":["user","admin"]},)"
      R"("price":{"type":"object","title":"Money","properties":{)"
      R"("amount":{"type":"integer","description":"In minor units, such as cents.","minimum":0},)"
      R"("currency":{"type":"string","description":"ISO 4217 code.","pattern":"^[A-Z]{3}$"}},)"
      R"("required":["amount","currency"],"additionalProperties":false},)"
      R"("created_at":{"type":"string","format":"date-time"},)"
      R"("payment_id":{"type":"string","pattern":"^pay_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},)"
      R"("lines":{"type":"array","description":"Oldest first.","maxItems":100,"items":{"type":"object","title":"Line",)"
      R"("properties":{"product_id":{"type":"integer","minimum":1},"quantity":{"type":"integer","minimum":1,"maximum":99},)"
      R"("note":{"type":"string"}},"required":["product_id","quantity"],"additionalProperties":false}},)"
      R"("tags":{"type":"array","maxItems":20,"items":{"type":"string","maxLength":30,"enum":["new","old"]}},)"
      R"("labels":{"type":"object","additionalProperties":{"type":"string"}},)"
      R"("discount":{"type":"object","title":"Money","properties":{)"
      R"("amount":{"type":"integer","description":"In minor units, such as cents."},)"
      R"("currency":{"type":"string","description":"ISO 4217 code.","pattern":"^[A-Z]{3}$"}},)"
      R"("required":["amount","currency"],"additionalProperties":false}},)"
      R"("required":["title","count","is_active","role","price","created_at","payment_id","lines"],)"
      R"("additionalProperties":false})");
}

TEST(Schema, of_a_list_wraps_the_items_and_the_page) {
  EXPECT_EQ(
      list_schema<Line>(),
      R"({"type":"object","properties":{"data":{"type":"array","items":)" + schema<Line>() +
          R"(},"page":{"type":"object","title":"Page","properties":{)"
          R"("next":{"type":"string","description":"The cursor of the next page; absent on the last one."},)"
          R"("has_more":{"type":"boolean"},)"
          R"("total":{"type":"integer","description":"How many there are in all; only when asked for.","minimum":0}},)"
          R"("required":["has_more"],"additionalProperties":false}},)"
          R"("required":["data","page"],"additionalProperties":false})");
}

TEST(Schema, of_a_struct_without_fields_requires_nothing) {
  EXPECT_EQ(encode(test::Nothing{}), "{}");
  EXPECT_EQ(schema<test::Nothing>(),
            R"({"type":"object","title":"Nothing","properties":{},"additionalProperties":false})");
}

TEST(Schema, is_json_itself) {
  EXPECT_TRUE(parse(schema<Sample>()));
  EXPECT_TRUE(parse(list_schema<Sample>()));
}

}  // namespace
}  // namespace ddd::json
