#pragma once

#include <cstdint>
#include <string>

#include <ddd/kernel/result.hpp>

namespace ddd::rpc {

/// Finds out why a port can't be had, which gRPC does not tell. Errors: `grpc.port_in_use`, `grpc.cannot_listen`
/// (unavailable), with address and port in the message.
[[nodiscard]] Result<> check_listening_address(const std::string& address, std::uint16_t port);

[[nodiscard]] Error cannot_listen(const std::string& address, std::uint16_t port, bool in_use,
                                  const std::string& reason);

/// "127.0.0.1" and 9091 -> "127.0.0.1:9091"; IPv6 addresses in brackets.
[[nodiscard]] std::string to_target(const std::string& address, std::uint16_t port);

/// The address in what gRPC calls a peer: "ipv4:127.0.0.1:4711", "ipv6:%5B::1%5D:4711".
[[nodiscard]] std::string address_of_peer(std::string peer);

}  // namespace ddd::rpc
