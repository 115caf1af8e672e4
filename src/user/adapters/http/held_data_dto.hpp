#pragma once

#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/json/shape.hpp>
#include <ddd/user/adapters/http/data_elsewhere_dto.hpp>
#include <ddd/user/adapters/http/dto.hpp>
#include <ddd/user/application/views.hpp>

/// What is held of a user, as JSON. The shapes are the schema in the OpenAPI document.
namespace ddd::user {

struct SessionBody {
  SessionId id;
  std::string device;
  std::string address;
  Timestamp created_at;
  Timestamp last_used_at;
  bool current = false;
};

struct HeldSessionBody {
  SessionId id;
  std::string device;
  std::string address;
  Timestamp created_at;
  Timestamp last_used_at;
  Timestamp expires_at;
  std::optional<Timestamp> revoked_at;
  std::optional<std::string> revocation_reason;
};
struct FailedLoginBody {
  Timestamp at;
};
struct MailBody {
  std::string purpose;
  Timestamp ordered_at;
};
struct OrderCountBody {
  std::int64_t count = 0;
  Timestamp last_at;
};
struct RiskSignalBody {
  std::string signal;
  Timestamp at;
};
struct ExportBody {
  UserBody user;
  std::vector<HeldSessionBody> sessions;
  std::vector<FailedLoginBody> failed_logins;
  std::vector<MailBody> mails;
  std::optional<OrderCountBody> orders;
  std::vector<RiskSignalBody> risk_signals;
  std::optional<HeldBasketBody> basket;
  std::vector<HeldPaymentBody> payments;
  std::vector<HeldPaymentMethodBody> payment_methods;
};

/// `current`: the session of whoever asks.
[[nodiscard]] SessionBody to_body(const SessionView& session, const SessionId& current);
[[nodiscard]] ExportBody to_body(const AccountExport& exported);

}  // namespace ddd::user

namespace ddd::json {

template <>
struct Shape<user::SessionBody> {
  using T = user::SessionBody;
  static constexpr std::string_view name = "Session";
  static constexpr auto fields =
      Fields{field("id", &T::id),
             field("device", &T::device, {.description = "What the client called itself at login."}),
             field("address", &T::address, {.description = "Of the client at login."}),
             field("created_at", &T::created_at),
             field("last_used_at", &T::last_used_at, {.description = "The last refresh."}),
             field("current", &T::current, {.description = "The session of this request."})};
};
template <>
struct Shape<user::HeldSessionBody> {
  using T = user::HeldSessionBody;
  static constexpr std::string_view name = "HeldSession";
  static constexpr auto fields =
      Fields{field("id", &T::id),
             field("device", &T::device),
             field("address", &T::address),
             field("created_at", &T::created_at),
             field("last_used_at", &T::last_used_at),
             field("expires_at", &T::expires_at),
             field("revoked_at", &T::revoked_at),
             field("revocation_reason", &T::revocation_reason,
                   {.one_of = "logout,refresh_reused,password_changed,role_changed,deactivated,deleted"})};
};
template <>
struct Shape<user::FailedLoginBody> {
  using T = user::FailedLoginBody;
  static constexpr std::string_view name = "FailedLogin";
  static constexpr auto fields = Fields{field("at", &T::at)};
};
template <>
struct Shape<user::MailBody> {
  using T = user::MailBody;
  static constexpr std::string_view name = "Mail";
  static constexpr auto fields = Fields{field("purpose", &T::purpose, {.one_of = "password_reset,email_verification"}),
                                        field("ordered_at", &T::ordered_at)};
};
template <>
struct Shape<user::OrderCountBody> {
  using T = user::OrderCountBody;
  static constexpr std::string_view name = "OrderCount";
  static constexpr auto fields = Fields{field("count", &T::count, {.minimum = 1}), field("last_at", &T::last_at)};
};
template <>
struct Shape<user::RiskSignalBody> {
  using T = user::RiskSignalBody;
  static constexpr std::string_view name = "RiskSignal";
  static constexpr auto fields = Fields{
      field("signal", &T::signal, {.one_of = "payment_failed,payment_disputed,logins_failed"}), field("at", &T::at)};
};
template <>
struct Shape<user::ExportBody> {
  using T = user::ExportBody;
  static constexpr std::string_view name = "AccountExport";
  static constexpr auto fields =
      Fields{field("user", &T::user),
             field("sessions", &T::sessions, {.description = "Also those that ended, until they are removed."}),
             field("failed_logins", &T::failed_logins, {.description = "Of the last minute or so."}),
             field("mails", &T::mails, {.description = "Ordered in the last hour or so, or not sent yet."}),
             field("orders", &T::orders, {.description = "Absent before the first."}),
             field("risk_signals", &T::risk_signals, {.description = "Of about an hour."}),
             field("basket", &T::basket, {.description = "Absent when there is none."}),
             field("payments", &T::payments, {.description = "Newest first."}),
             field("payment_methods", &T::payment_methods)};
};

}  // namespace ddd::json
