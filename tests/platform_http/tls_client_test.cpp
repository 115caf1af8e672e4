#include <filesystem>
#include <functional>
#include <mutex>
#include <string>

#include "certificates.hpp"
#include "running_server.hpp"
#include "scripted_peer.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <ddd/platform/http/client.hpp>

namespace ddd::test {
namespace {

using namespace std::chrono_literals;
using Reach = http::ExchangeFailure::Reach;
using Outcome = std::expected<http::IncomingResponse, http::ExchangeFailure>;
using testing::HasSubstr;

/// A TLS server on blocking sockets: answers every request of a connection and remembers the name it was called by.
class TlsPeer {
 public:
  enum class End { stays, closes_in_order, drops };

  explicit TlsPeer(const Authority::Identity& identity, int newest_version = TLS1_3_VERSION, End end = End::stays,
                   std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
      : context_(SSL_CTX_new(TLS_server_method())), end_(end), answer_(std::move(answer)) {
    SSL_CTX_set_security_level(context_, 0);
    SSL_CTX_set_min_proto_version(context_, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_, newest_version);
    SSL_CTX_use_certificate(context_, identity.certificate.get());
    SSL_CTX_use_PrivateKey(context_, identity.key.get());
    peer_ = std::make_unique<ScriptedPeer>([this](RawConnection& connection) { serve(connection.descriptor()); });
  }
  ~TlsPeer() {
    peer_.reset();
    SSL_CTX_free(context_);
  }

  [[nodiscard]] std::uint16_t port() const { return peer_->port(); }
  [[nodiscard]] int accepted() const { return peer_->accepted(); }
  [[nodiscard]] std::string called_name() const {
    const std::lock_guard lock(mutex_);
    return called_name_;
  }

 private:
  void serve(int descriptor) {
    SSL* session = SSL_new(context_);
    SSL_set_fd(session, descriptor);
    if (SSL_accept(session) == 1) {
      const char* name = SSL_get_servername(session, TLSEXT_NAMETYPE_host_name);
      remember(name ? name : "");
      char request[4096];
      while (SSL_read(session, request, sizeof request) > 0) {
        SSL_write(session, answer_.data(), static_cast<int>(answer_.size()));
        if (end_ == End::closes_in_order) SSL_shutdown(session);
        if (end_ != End::stays) break;
      }
    }
    SSL_free(session);
  }

  void remember(std::string name) {
    const std::lock_guard lock(mutex_);
    called_name_ = std::move(name);
  }

  SSL_CTX* context_;
  End end_;
  std::string answer_;
  mutable std::mutex mutex_;
  std::string called_name_;
  std::unique_ptr<ScriptedPeer> peer_;
};

class TlsClient : public testing::Test {
 protected:
  TlsClient() {
    directory_ = std::filesystem::temp_directory_path() / ("ddd_http_" + std::to_string(::getpid()));
    std::filesystem::create_directory(directory_);
    authority_.write(ca_file());
  }
  ~TlsClient() override {
    disconnect();
    std::filesystem::remove_all(directory_);
  }

  /// Before a peer ends: it waits for its connection's end.
  void disconnect() {
    shard_.call([this] { client_.reset(); });
  }

  [[nodiscard]] std::string ca_file() const { return (directory_ / "ca.pem").string(); }

  void connect_to(std::uint16_t port, std::string host = "localhost", http::ClientOptions options = {}) {
    if (options.ca_file.empty()) options.ca_file = ca_file();
    client_ = shard_.call([&] {
      client_.reset();
      return http::Client::create(shard_.executor(), {.tls = true, .host = std::move(host), .port = port}, options);
    });
  }
  Outcome get(std::chrono::milliseconds limit = 5s) { return shard_.start(client_->exchange({}, limit)).get(); }

  Authority authority_;
  std::filesystem::path directory_;
  Shard shard_;
  std::unique_ptr<http::Client> client_;
};

TEST_F(TlsClient, exchanges_with_a_trusted_server_over_one_connection) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsPeer peer(authority_.issue("DNS:localhost"), version);
    connect_to(peer.port());
    for (int i = 0; i < 5; ++i) {
      const auto response = get();
      ASSERT_TRUE(response) << response.error().reason;
      EXPECT_EQ(response->body, "hello");
    }
    EXPECT_EQ(peer.accepted(), 1);
    EXPECT_EQ(peer.called_name(), "localhost");
    disconnect();
  }
}

TEST_F(TlsClient, verifies_addresses_and_sends_no_name_for_them) {
  TlsPeer peer(authority_.issue("IP:127.0.0.1"));
  connect_to(peer.port(), "127.0.0.1");
  const auto response = get();
  ASSERT_TRUE(response) << response.error().reason;
  EXPECT_EQ(peer.called_name(), "");
  disconnect();
}

TEST_F(TlsClient, refuses_a_certificate_for_another_host) {
  for (const auto* name : {"DNS:example.com", "DNS:localhost.example.com", "IP:127.0.0.1"}) {
    TlsPeer peer(authority_.issue(name));
    connect_to(peer.port());
    const auto outcome = get();
    ASSERT_FALSE(outcome) << name;
    EXPECT_EQ(outcome.error().reach, Reach::not_sent);
    EXPECT_THAT(outcome.error().reason, HasSubstr("certificate verify failed"));
  }
}

TEST_F(TlsClient, refuses_an_unknown_authority_and_an_expired_certificate) {
  const Authority stranger;
  TlsPeer unknown(stranger.issue("DNS:localhost"));
  connect_to(unknown.port());
  EXPECT_EQ(get().error().reach, Reach::not_sent);

  TlsPeer expired(authority_.issue("DNS:localhost", -1));
  connect_to(expired.port());
  EXPECT_THAT(get().error().reason, HasSubstr("certificate verify failed"));

  TlsPeer not_in_system(authority_.issue("DNS:localhost"));
  http::ClientOptions system;
  system.ca_file = "/etc/ssl/certs/ca-certificates.crt";
  connect_to(not_in_system.port(), "localhost", system);
  EXPECT_EQ(get().error().reach, Reach::not_sent);
}

TEST_F(TlsClient, refuses_versions_before_1_2) {
  TlsPeer peer(authority_.issue("DNS:localhost"), TLS1_1_VERSION);
  connect_to(peer.port());
  const auto outcome = get();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::not_sent);
  EXPECT_THAT(outcome.error().reason, testing::StartsWith("TLS handshake failed"));
}

TEST_F(TlsClient, sends_nothing_to_a_server_that_speaks_no_tls_or_nothing) {
  ScriptedPeer plain(
      [](RawConnection& connection) { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"); });
  connect_to(plain.port());
  EXPECT_EQ(get().error().reach, Reach::not_sent);

  ScriptedPeer silent([](RawConnection& connection) { connection.read_until("never"); });
  http::ClientOptions options;
  options.connect_timeout = 100ms;
  connect_to(silent.port(), "localhost", options);
  const auto outcome = get();
  EXPECT_EQ(outcome.error().reach, Reach::not_sent);
  EXPECT_EQ(outcome.error().reason, "connect timed out");
}

TEST_F(TlsClient, fails_unsent_when_its_authorities_can_not_be_read) {
  TlsPeer peer(authority_.issue("DNS:localhost"));
  http::ClientOptions options;
  options.ca_file = (directory_ / "absent.pem").string();
  connect_to(peer.port(), "localhost", options);
  const auto outcome = get();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::not_sent);
}

TEST_F(TlsClient, replaces_a_kept_connection_that_the_server_has_closed) {
  for (const auto end : {TlsPeer::End::closes_in_order, TlsPeer::End::drops}) {
    TlsPeer peer(authority_.issue("DNS:localhost"), TLS1_3_VERSION, end);
    connect_to(peer.port());
    for (int i = 0; i < 3; ++i) {
      const auto response = get();
      ASSERT_TRUE(response) << response.error().reason;
      std::this_thread::sleep_for(20ms);
    }
    EXPECT_EQ(peer.accepted(), 3);
  }
}

TEST_F(TlsClient, takes_the_end_of_a_body_only_from_an_orderly_end) {
  const std::string unframed = "HTTP/1.1 200 OK\r\n\r\nall of it";
  TlsPeer orderly(authority_.issue("DNS:localhost"), TLS1_3_VERSION, TlsPeer::End::closes_in_order, unframed);
  connect_to(orderly.port());
  const auto response = get();
  ASSERT_TRUE(response) << response.error().reason;
  EXPECT_EQ(response->body, "all of it");

  TlsPeer cut(authority_.issue("DNS:localhost"), TLS1_3_VERSION, TlsPeer::End::drops, unframed);
  connect_to(cut.port());
  const auto outcome = get();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reach, Reach::unknown);
}

TEST_F(TlsClient, times_out_and_bounds_responses_like_a_plain_one) {
  TlsPeer silent(authority_.issue("DNS:localhost"), TLS1_3_VERSION, TlsPeer::End::stays, "");
  connect_to(silent.port());
  const auto late = get(150ms);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().reach, Reach::unknown);
  EXPECT_EQ(late.error().reason, "timed out");

  TlsPeer talkative(authority_.issue("DNS:localhost"));
  http::ClientOptions options;
  options.max_response_bytes = 4;
  connect_to(talkative.port(), "localhost", options);
  EXPECT_EQ(get().error().reason, "response body too large");
}

}  // namespace
}  // namespace ddd::test
