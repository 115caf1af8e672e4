#include <gtest/gtest.h>

#include <ddd/payment/adapters/gateway/stripe/form.hpp>

namespace ddd::payment::stripe::test {
namespace {

TEST(StripeForm, keeps_the_order_in_which_it_was_filled) {
  Form form;
  form.field("amount", "1999").item("payment_method_types", "card").entry("metadata", "payment_id", "pay_7");
  EXPECT_EQ(std::move(form).take(), "amount=1999&payment_method_types[]=card&metadata[payment_id]=pay_7");
}

TEST(StripeForm, lets_no_value_become_structure) {
  Form form;
  form.field("a", "1&b=2").entry("m", "k]=x&c", "é \r\n%+");
  EXPECT_EQ(std::move(form).take(), "a=1%26b%3D2&m[k%5D%3Dx%26c]=%C3%A9%20%0D%0A%25%2B");
}

TEST(StripeForm, is_empty_without_fields) {
  Form form;
  EXPECT_EQ(std::move(form).take(), "");
}

TEST(PercentEncoding, makes_one_segment_of_a_path_of_any_text) {
  EXPECT_EQ(percent_encoded("pi_1-A.z~9"), "pi_1-A.z~9");
  EXPECT_EQ(percent_encoded("pi_1/confirm?x#y"), "pi_1%2Fconfirm%3Fx%23y");
  EXPECT_EQ(percent_encoded(std::string_view("\0\xff", 2)), "%00%FF");
}

}  // namespace
}  // namespace ddd::payment::stripe::test
