#pragma once

#include <ddd/kernel/timestamp.hpp>
#include <ddd/user/application/ports/mailer.hpp>

namespace ddd::user {

/// The mail as it travels (RFC 5322): headers, then the text, with CRLF. Its Message-ID is the mail's id, so that a
/// repeat is known as one.
[[nodiscard]] crypto::Secret to_message(const Mail& mail, const Email& from, Timestamp now);

}  // namespace ddd::user
