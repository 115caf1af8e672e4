#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace ddd::test {

/// A blocking TCP socket that says exactly the bytes it is told to. Reads give up after ten seconds.
class RawConnection {
 public:
  struct Answer {
    int status = 0;
    std::string head;
    std::string body;

    [[nodiscard]] bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
  };

  explicit RawConnection(int fd) : fd_(fd) { limit_reads(); }
  /// Connects to a port of this machine; `receive_buffer` > 0 makes it a slow reader.
  explicit RawConnection(std::uint16_t port, int receive_buffer = 0) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    limit_reads();
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  RawConnection(RawConnection&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_), arrived_(std::move(other.arrived_)) {}
  RawConnection& operator=(RawConnection&&) = delete;
  ~RawConnection() { close(); }

  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] int descriptor() const { return fd_; }

  /// False when the other side has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }
  /// With a reset instead of an orderly end.
  void reset() {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
  }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

  /// Reads until `text` has come; the bytes up to its end. Empty when the connection ended first.
  std::string read_until(std::string_view text) {
    for (;;) {
      if (const auto at = arrived_.find(text); at != std::string::npos) return take(at + text.size());
      if (!read_some()) return {};
    }
  }
  std::string read(std::size_t count) {
    while (arrived_.size() < count && read_some()) {
    }
    return take(std::min(count, arrived_.size()));
  }
  /// The next response, with the body its Content-Length announces (none for `to_head`). Status 0: the connection
  /// ended.
  Answer read_answer(bool to_head = false) {
    Answer answer;
    answer.head = read_until("\r\n\r\n");
    if (answer.head.size() < 12) return answer;
    answer.status = std::atoi(answer.head.c_str() + 9);
    const auto length = answer.head.find("Content-Length: ");
    if (length != std::string::npos && !to_head) {
      answer.body = read(static_cast<std::size_t>(std::atoll(answer.head.c_str() + length + 16)));
    }
    return answer;
  }
  /// True when the other side ends the connection without sending anything more.
  bool is_closed() { return arrived_.empty() && !read_some() && ended_; }

 private:
  void limit_reads() {
    const timeval limit{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  bool read_some() {
    char bytes[16384];
    const auto count = ::recv(fd_, bytes, sizeof bytes, 0);
    ended_ = count == 0 || (count < 0 && errno == ECONNRESET);
    if (count <= 0) return false;
    arrived_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }
  std::string take(std::size_t count) {
    auto taken = arrived_.substr(0, count);
    arrived_.erase(0, count);
    return taken;
  }

  int fd_;
  bool connected_ = true;
  bool ended_ = false;
  std::string arrived_;
};

}  // namespace ddd::test
