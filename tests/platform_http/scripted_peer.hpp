#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "raw_connection.hpp"

namespace ddd::test {

/// A server that treats every connection, one after the other, as `script` says. For what a well-behaved server never
/// does.
class ScriptedPeer {
 public:
  explicit ScriptedPeer(std::function<void(RawConnection&)> script) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(fd_, 16);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, script = std::move(script)] {
      for (;;) {
        const int accepted = ::accept(fd_, nullptr, nullptr);
        if (accepted < 0) return;
        ++accepted_;
        RawConnection connection(accepted);
        script(connection);
      }
    });
  }
  ~ScriptedPeer() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int accepted() const { return accepted_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
  std::atomic<int> accepted_ = 0;
  std::thread thread_;
};

}  // namespace ddd::test
