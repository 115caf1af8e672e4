#include <concepts>
#include <ostream>
#include <string>
#include <type_traits>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <ddd/platform/crypto/secret.hpp>

namespace ddd::crypto {
namespace {

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept Comparable = requires(const T& a, const T& b) { a == b; } || requires(const T& a, const T& b) { a < b; };

static_assert(Streamable<std::string> && Comparable<std::string> && fmt::is_formattable<std::string>::value);
static_assert(!Streamable<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!Comparable<Secret>);
static_assert(!std::equality_comparable_with<Secret, std::string>);
static_assert(!std::convertible_to<Secret, std::string> && !std::convertible_to<Secret, std::string_view>);
static_assert(!std::constructible_from<std::string, Secret> && !std::constructible_from<bool, Secret>);
static_assert(!std::convertible_to<const char*, Secret> && !std::convertible_to<std::string, Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret> && std::is_nothrow_move_assignable_v<Secret>);

TEST(Secret, is_seen_only_by_asking) {
  const Secret secret("hunter2");
  EXPECT_EQ(secret.reveal(), "hunter2");
  EXPECT_EQ(testing::PrintToString(secret).find("hunter2"), std::string::npos);
}

TEST(Secret, may_be_empty) {
  EXPECT_TRUE(Secret().empty());
  EXPECT_NE(Secret().reveal().data(), nullptr);
  EXPECT_TRUE(Secret::take(std::string()).empty());
}

TEST(Secret, leaves_nothing_behind_when_it_moves) {
  Secret first("short");
  const Secret second = std::move(first);
  EXPECT_EQ(second.reveal(), "short");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(Secret, is_independent_of_its_copies) {
  Secret first("one");
  const Secret copy = first;
  first = Secret("two");
  EXPECT_EQ(copy.reveal(), "one");
  EXPECT_EQ(first.reveal(), "two");
}

TEST(Secret, wipes_the_text_it_takes) {
  std::string text = "a password long enough to live on the heap";
  const char* const bytes = text.data();
  const auto size = text.size();
  const auto secret = Secret::take(std::move(text));
  EXPECT_EQ(secret.reveal(), "a password long enough to live on the heap");
  ASSERT_TRUE(text.empty());
  ASSERT_EQ(text.data(), bytes);  // it still owns them
  EXPECT_EQ(std::string_view(bytes, size), std::string(size, '\0'));
}

}  // namespace
}  // namespace ddd::crypto
