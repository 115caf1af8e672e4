#pragma once

#include <span>
#include <string_view>

#include <ddd/kernel/result.hpp>

namespace google::protobuf {
class Message;
}

namespace ddd::rpc {

/// What every request message is held against before its handler sees it, as JSON bodies are: no payment card number in
/// any text, no control character (line breaks may stand in the fields that `multiline` names), no field that the
/// .proto file does not know, since a client that sends one expects it to matter. Errors: `request.card_number`
/// (rejected), which says nothing of the place; `request.invalid` (malformed) with violations `control_character` and
/// `unknown`.
[[nodiscard]] Result<> check_message(const google::protobuf::Message& message,
                                     std::span<const std::string_view> multiline);

}  // namespace ddd::rpc
