#pragma once

#include <expected>
#include <utility>

#include <ddd/kernel/error.hpp>

namespace ddd {

/// The return type of everything that can be refused. Exceptions are for broken invariants alone.
template <class T = void>
using Result = std::expected<T, Error>;

using Refused = std::unexpected<Error>;

}  // namespace ddd

// The only macros of the code base: early return of an error, in plain functions (DDD_TRY, DDD_CHECK) and in coroutines
// (DDD_CO_TRY, DDD_CO_CHECK). Declarations rather than statement-expressions, so that every compiler takes them.
#define DDD_DETAIL_JOIN2(a, b) a##b
#define DDD_DETAIL_JOIN(a, b) DDD_DETAIL_JOIN2(a, b)
#define DDD_DETAIL_TRY(name, ret, declaration, ...) \
  auto name = (__VA_ARGS__);                        \
  if (!name) [[unlikely]]                           \
    ret ::ddd::Refused(std::move(name).error());    \
  declaration = *std::move(name)
#define DDD_DETAIL_CHECK(name, ret, ...)             \
  if (auto name = (__VA_ARGS__); !name) [[unlikely]] \
  ret ::ddd::Refused(std::move(name).error())

/// DDD_TRY(auto price, Money::of(...)); declares `price`, or returns the error.
#define DDD_TRY(declaration, ...) \
  DDD_DETAIL_TRY(DDD_DETAIL_JOIN(ddd_result_, __COUNTER__), return, declaration, __VA_ARGS__)
#define DDD_CO_TRY(declaration, ...) \
  DDD_DETAIL_TRY(DDD_DETAIL_JOIN(ddd_result_, __COUNTER__), co_return, declaration, __VA_ARGS__)
/// DDD_CHECK(basket.add(...)); returns the error of a Result<void>.
#define DDD_CHECK(...) DDD_DETAIL_CHECK(DDD_DETAIL_JOIN(ddd_result_, __COUNTER__), return, __VA_ARGS__)
#define DDD_CO_CHECK(...) DDD_DETAIL_CHECK(DDD_DETAIL_JOIN(ddd_result_, __COUNTER__), co_return, __VA_ARGS__)
