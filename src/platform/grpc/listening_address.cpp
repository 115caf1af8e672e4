#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <ddd/platform/grpc/listening_address.hpp>

namespace ddd::rpc {
namespace {

using boost::asio::ip::tcp;

boost::system::error_code try_to_bind(const std::string& address, std::uint16_t port) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  if (error) return error;
  const tcp::endpoint endpoint(parsed, port);
  boost::asio::io_context context;
  tcp::acceptor acceptor(context);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(boost::asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(1, error);
  return error;
}

std::string_view reason_of(const boost::system::error_code& error) {
  if (error == boost::asio::error::address_in_use) return "the port is in use";
  if (error == boost::asio::error::access_denied) return "the port needs more rights";
  if (error == boost::system::errc::address_not_available) return "this machine has no such address";
  if (error == boost::asio::error::invalid_argument) return "the address is not an IP address";
  return "the system refuses";
}

void replace(std::string& text, std::string_view from, std::string_view to) {
  if (const auto at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
}

}  // namespace

Result<> check_listening_address(const std::string& address, std::uint16_t port) {
  const auto error = try_to_bind(address, port);
  if (!error) return {};
  return Refused(
      cannot_listen(address, port, error == boost::asio::error::address_in_use, std::string(reason_of(error))));
}

Error cannot_listen(const std::string& address, std::uint16_t port, bool in_use, const std::string& reason) {
  return {.kind = ErrorKind::unavailable,
          .code = in_use ? "grpc.port_in_use" : "grpc.cannot_listen",
          .message = "Can't listen on " + to_target(address, port) + ": " + reason + "."};
}

std::string to_target(const std::string& address, std::uint16_t port) {
  const bool is_v6 = address.find(':') != std::string::npos;
  return (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

std::string address_of_peer(std::string peer) {
  peer.erase(peer.rfind(':') == std::string::npos ? peer.size() : peer.rfind(':'));
  peer.erase(0, peer.find(':') + 1);
  replace(peer, "%5B", "");
  replace(peer, "%5D", "");
  replace(peer, "[", "");
  replace(peer, "]", "");
  return peer;
}

}  // namespace ddd::rpc
