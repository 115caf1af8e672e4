#pragma once

#include <memory>
#include <string>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace ddd::test {

template <class T, void (*Free)(T*)>
struct OpenSslFree {
  void operator()(T* object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, OpenSslFree<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, OpenSslFree<X509, X509_free>>;

/// A certificate authority made for one test.
class Authority {
 public:
  struct Identity {
    Certificate certificate;
    Key key;
  };

  Authority() : key_(EVP_EC_gen("P-256")), certificate_(make("CN test authority", key_.get(), "CA:TRUE", {})) {}

  /// For a subject alternative name such as "DNS:localhost" or "IP:127.0.0.1". `days` < 0: expired.
  [[nodiscard]] Identity issue(const std::string& name, int days = 1) const {
    Key key(EVP_EC_gen("P-256"));
    auto certificate = make(name, key.get(), "CA:FALSE", name, days);
    return {std::move(certificate), std::move(key)};
  }

  void write(const std::string& path) const {
    BIO* out = BIO_new_file(path.c_str(), "w");
    PEM_write_bio_X509(out, certificate_.get());
    BIO_free(out);
  }

 private:
  [[nodiscard]] Certificate make(const std::string& common_name, EVP_PKEY* key, const char* constraints,
                                 const std::string& alternative_name, int days = 1) const {
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), alternative_name.empty() ? 1 : 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -10L * 24 * 3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24L * 3600 * days);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
    X509* issuer = certificate_ ? certificate_.get() : certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
    extend(certificate.get(), issuer, NID_basic_constraints, constraints);
    if (!alternative_name.empty()) extend(certificate.get(), issuer, NID_subject_alt_name, alternative_name.c_str());
    X509_sign(certificate.get(), key_.get(), EVP_sha256());
    return certificate;
  }
  static void extend(X509* certificate, X509* issuer, int what, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, what, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }

  Key key_;
  Certificate certificate_;
};

}  // namespace ddd::test
