#pragma once

#include <optional>
#include <string>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd {

/// A client's Idempotency-Key with its scope. `fingerprint` is the SHA-256 of route and body in hex: the same key with
/// another fingerprint is a client's mistake.
struct IdempotencyKey {
  UserId user_id;
  std::string key;
  std::string fingerprint;

  friend bool operator==(const IdempotencyKey&, const IdempotencyKey&) = default;
};

/// A final answer as it was first given; a repeat gets the same bytes.
struct StoredAnswer {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::string location;  ///< empty when the answer had none
  std::string etag;      ///< empty when the answer had none

  friend bool operator==(const StoredAnswer&, const StoredAnswer&) = default;
};

/// What is stored for a key, in the transaction of the effect it guards. Without an answer the effect has begun and its
/// outcome is that of `resource_id`.
struct IdempotencyRecord {
  IdempotencyKey key;
  std::string resource_id;
  std::optional<StoredAnswer> answer;
  Timestamp created_at;

  friend bool operator==(const IdempotencyRecord&, const IdempotencyRecord&) = default;
};

}  // namespace ddd
