#pragma once

#include <ddd/platform/grpc/messages.hpp>
#include <ddd/user/application/views.hpp>
#include <ddd/user/v1/user.pb.h>

/// The messages of the user methods, made of what the use cases give.
namespace ddd::user {

[[nodiscard]] v1::User to_message(const UserView& view);
/// `current`: the session of whoever asks.
[[nodiscard]] v1::Session to_message(const SessionView& session, const SessionId& current);
[[nodiscard]] v1::ExportAccountResponse to_message(const AccountExport& exported);
[[nodiscard]] v1::TokenPair to_message(const TokenPair& pair);
[[nodiscard]] v1::LoginResponse to_message(const SignedIn& signed_in);
[[nodiscard]] v1::ValidateTokenResponse to_message(const TokenValidity& validity);

}  // namespace ddd::user
