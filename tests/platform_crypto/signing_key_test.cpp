#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <rapidcheck/gtest.h>

#include <ddd/platform/crypto/encoding.hpp>
#include <ddd/platform/crypto/signing_key.hpp>

namespace ddd::crypto {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    auto name = (fs::temp_directory_path() / "ddd-crypto-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] fs::path file() const { return path_ / "signing.pem"; }
  [[nodiscard]] std::ptrdiff_t entries() const {
    return std::distance(fs::directory_iterator(path_), fs::directory_iterator());
  }

 private:
  fs::path path_;
};

/// A key of any kind in any form, by OpenSSL alone.
class OpensslKey {
 public:
  explicit OpensslKey(EVP_PKEY* key) : key_(key) {}
  ~OpensslKey() { EVP_PKEY_free(key_); }
  OpensslKey(const OpensslKey&) = delete;
  OpensslKey& operator=(const OpensslKey&) = delete;

  [[nodiscard]] std::string pkcs8(const EVP_CIPHER* cipher = nullptr) const {
    char passphrase[] = "secret";
    return pem([&](BIO* out) {
      PEM_write_bio_PKCS8PrivateKey(out, key_, cipher, cipher == nullptr ? nullptr : passphrase, 6, nullptr, nullptr);
    });
  }
  [[nodiscard]] std::string traditional() const {
    return pem(
        [&](BIO* out) { PEM_write_bio_PrivateKey_traditional(out, key_, nullptr, nullptr, 0, nullptr, nullptr); });
  }
  [[nodiscard]] std::string public_part() const {
    return pem([&](BIO* out) { PEM_write_bio_PUBKEY(out, key_); });
  }

 private:
  template <class Write>
  static std::string pem(Write write) {
    BIO* out = BIO_new(BIO_s_mem());
    write(out);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out, &text);
    std::string result(text, static_cast<std::size_t>(size));
    BIO_free(out);
    return result;
  }
  EVP_PKEY* key_;
};

void write(const fs::path& file, std::string_view content, fs::perms mode = fs::perms::owner_read) {
  std::ofstream(file) << content;
  fs::permissions(file, mode);
}

// RFC 7515 A.3.1.
constexpr std::string_view kRfcX = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr std::string_view kRfcY = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

TEST(PublicKey, verifies_the_signature_of_rfc_7515_a3) {
  const auto key = PublicKey::from_coordinates(kRfcX, kRfcY);
  ASSERT_TRUE(key);
  const std::string text =
      "eyJhbGciOiJFUzI1NiJ9"
      ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  const auto signature =
      from_base64url("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
  ASSERT_TRUE(signature);
  EXPECT_TRUE(key->verify(text, *signature));
  EXPECT_FALSE(key->verify(text + "A", *signature));
  EXPECT_FALSE(SigningKey::generate().public_key().verify(text, *signature));
}

TEST(PublicKey, refuses_signatures_of_another_shape) {
  const auto key = SigningKey::generate();
  const auto signature = key.sign("text");
  EXPECT_TRUE(key.public_key().verify("text", signature));
  EXPECT_FALSE(key.public_key().verify("text", ""));
  EXPECT_FALSE(key.public_key().verify("text", signature.substr(0, 63)));
  EXPECT_FALSE(key.public_key().verify("text", signature + '\0'));
  EXPECT_FALSE(key.public_key().verify("text", std::string(64, '\0')));
  EXPECT_FALSE(key.public_key().verify("text", std::string(64, '\xff')));
  EXPECT_FALSE(key.public_key().verify("text", signature.substr(32) + signature.substr(0, 32)));
}

TEST(PublicKey, has_the_thumbprint_of_rfc_9449_as_its_id) {
  const auto key = PublicKey::from_coordinates("l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
                                               "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->key_id(), "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
}

TEST(PublicKey, refuses_coordinates_that_are_no_point_of_the_curve) {
  EXPECT_FALSE(PublicKey::from_coordinates(kRfcX, kRfcX));
  EXPECT_FALSE(PublicKey::from_coordinates("", ""));
  EXPECT_FALSE(PublicKey::from_coordinates(kRfcX, kRfcY.substr(0, 42)));
  EXPECT_FALSE(PublicKey::from_coordinates(std::string(kRfcX) + "=", kRfcY));
  EXPECT_FALSE(PublicKey::from_coordinates(to_base64url(std::string(32, '\0')), to_base64url(std::string(32, '\0'))));
}

TEST(Jwks, lists_the_live_keys) {
  const auto key = *PublicKey::from_coordinates(kRfcX, kRfcY);
  const auto entry = R"({"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":")" + key.key_id() +
                     R"(","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)" +
                     R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
  EXPECT_EQ(jwks(std::vector{key}), R"({"keys":[)" + entry + "]}");
  EXPECT_EQ(jwks(std::vector{key, key}), R"({"keys":[)" + entry + "," + entry + "]}");
}

RC_GTEST_PROP(SigningKeyLaws, every_signature_verifies_and_no_other_text_does, (const std::string& text)) {
  static const auto key = SigningKey::generate();
  const auto signature = key.sign(text);
  RC_ASSERT(signature.size() == 64U);
  RC_ASSERT(key.public_key().verify(text, signature));
  RC_ASSERT(!key.public_key().verify(text + "x", signature));
}

TEST(SigningKey, survives_its_pem_form) {
  const auto key = SigningKey::generate();
  const auto again = SigningKey::from_pem(key.to_pem());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key().key_id(), key.public_key().key_id());
  EXPECT_TRUE(key.public_key().verify("text", again->sign("text")));
}

TEST(SigningKey, reads_the_older_sec1_form) {
  const OpensslKey key(EVP_EC_gen("P-256"));
  const auto modern = SigningKey::from_pem(Secret(key.pkcs8()));
  const auto older = SigningKey::from_pem(Secret(key.traditional()));
  ASSERT_TRUE(key.traditional().starts_with("-----BEGIN EC PRIVATE KEY-----"));
  ASSERT_TRUE(modern && older);
  EXPECT_EQ(older->public_key().key_id(), modern->public_key().key_id());
}

TEST(SigningKey, is_made_with_mode_0400_and_found_again) {
  const Folder folder;
  const auto made = SigningKey::load_or_create(folder.file());
  ASSERT_TRUE(made);
  EXPECT_EQ(fs::status(folder.file()).permissions(), fs::perms::owner_read);
  EXPECT_EQ(folder.entries(), 1);
  const auto found = SigningKey::load_or_create(folder.file());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->public_key().key_id(), made->public_key().key_id());
}

TEST(SigningKey, is_one_and_the_same_for_all_who_create_it_at_once) {
  const Folder folder;
  std::vector<std::string> ids(8);
  {
    std::vector<std::jthread> threads;
    for (auto& id : ids) {
      threads.emplace_back([&] { id = SigningKey::load_or_create(folder.file())->public_key().key_id(); });
    }
  }
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), 1U);
  EXPECT_EQ(folder.entries(), 1);
}

TEST(SigningKey, is_refused_when_others_may_read_its_file) {
  for (const auto mode : {0404, 0440, 0444, 0644, 0640, 0420, 0402, 0600 | 01, 0777}) {
    const Folder folder;
    ASSERT_TRUE(SigningKey::load_or_create(folder.file()));
    fs::permissions(folder.file(), static_cast<fs::perms>(mode));
    const auto key = SigningKey::load_or_create(folder.file());
    ASSERT_FALSE(key) << std::oct << mode;
    EXPECT_EQ(key.error().code, "crypto.key_permissions");
    EXPECT_EQ(key.error().message.find(folder.file().string()), std::string::npos);
  }
}

TEST(SigningKey, is_taken_from_a_file_that_its_owner_may_also_write) {
  const Folder folder;
  const auto key = SigningKey::generate();
  write(folder.file(), key.to_pem().reveal(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(SigningKey::load(folder.file()));
}

TEST(SigningKey, is_found_through_a_symbolic_link) {
  const Folder folder;
  write(folder.file(), SigningKey::generate().to_pem().reveal());
  const auto link = folder.file().parent_path() / "link.pem";
  fs::create_symlink(folder.file(), link);
  EXPECT_TRUE(SigningKey::load_or_create(link));
}

TEST(SigningKey, is_not_made_by_loading) {
  const Folder folder;
  const auto key = SigningKey::load(folder.file());
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, "crypto.key_unreadable");
  EXPECT_EQ(folder.entries(), 0);
}

TEST(SigningKey, can_not_be_read_from_a_folder) {
  const Folder folder;
  EXPECT_EQ(SigningKey::load_or_create(folder.file().parent_path()).error().code, "crypto.key_unreadable");
}

TEST(SigningKey, can_not_be_made_in_a_folder_that_is_missing) {
  const Folder folder;
  EXPECT_EQ(SigningKey::load_or_create(folder.file().parent_path() / "no" / "key.pem").error().code,
            "crypto.key_unwritable");
}

TEST(SigningKey, replaces_no_file_that_is_there) {
  const Folder folder;
  const auto target = folder.file().parent_path() / "gone.pem";
  fs::create_symlink(target, folder.file());
  EXPECT_EQ(SigningKey::load_or_create(folder.file()).error().code, "crypto.key_unreadable");
  EXPECT_EQ(folder.entries(), 1);
}

TEST(SigningKey, is_refused_when_it_is_no_plain_p256_private_key) {
  const OpensslKey p256(EVP_EC_gen("P-256"));
  for (const auto& content : {std::string(), std::string("not a key"), OpensslKey(EVP_EC_gen("P-384")).pkcs8(),
                              OpensslKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")).pkcs8(),
                              p256.pkcs8(EVP_aes_128_cbc()), p256.public_part()}) {
    const Folder folder;
    write(folder.file(), content);
    const auto key = SigningKey::load_or_create(folder.file());
    ASSERT_FALSE(key) << content;
    EXPECT_EQ(key.error().code, "crypto.key_malformed");
  }
  const Folder folder;
  write(folder.file(), std::string(20'000, 'x'));
  EXPECT_EQ(SigningKey::load(folder.file()).error().code, "crypto.key_unreadable");
}

}  // namespace
}  // namespace ddd::crypto
