#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <google/protobuf/timestamp.pb.h>

#include <ddd/common/v1/common.pb.h>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/kernel/validation.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/json/errors.hpp>

/// Between the kernel's values and the messages that all services share.
namespace ddd::rpc {

[[nodiscard]] common::v1::Money to_message(const Money& money);
[[nodiscard]] google::protobuf::Timestamp to_message(Timestamp at);

/// Notes a violation at `pointer`/currency when the currency is unknown.
[[nodiscard]] std::optional<Money> to_money(Validation& check, std::string_view pointer,
                                            const common::v1::Money& money);

/// A numeric id as a request names it; one that can't be an id names nothing: `not_found` is the context's own refusal.
template <class Id>
[[nodiscard]] Result<Id> to_id(std::uint64_t value, Error not_found) {
  if (const auto id = Id::from(static_cast<std::int64_t>(value))) return *id;
  return Refused(std::move(not_found));
}
/// The same for an id that is text.
template <class Id>
[[nodiscard]] Result<Id> to_id(std::string_view text, Error not_found) {
  if (auto id = Id::parse(text)) return *std::move(id);
  return Refused(std::move(not_found));
}

/// A numeric id that is one value of several in a request. Errors: `request.rejected` for one that can't be an id.
template <class Id>
[[nodiscard]] Result<Id> to_field_id(std::string_view pointer, std::uint64_t value) {
  if (const auto id = Id::from(static_cast<std::int64_t>(value))) return *id;
  return Refused(
      json::errors::rejected({{std::string(pointer), "id", "An id is a whole number from 1 on.", std::nullopt}}));
}

/// The context of one piece of a batch: that of the call, in the trace and cause of the request it comes from.
[[nodiscard]] CallContext call_of(const CallContext& batch, const common::v1::Origin& origin);

}  // namespace ddd::rpc
