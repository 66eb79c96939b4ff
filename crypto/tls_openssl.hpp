// OpenSSL objects with owners, for tls_*.cpp only.
#pragma once

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

#include "crypto/tls_identity.hpp"

namespace crypto::tls {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const noexcept {
        release(object);
    }
};
using PkeyPtr = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Pkcs8Ptr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Release<PKCS8_PRIV_KEY_INFO_free>>;
using X509Ptr = std::unique_ptr<X509, Release<X509_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;
using BioPtr = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Asn1TimePtr = std::unique_ptr<ASN1_TIME, Release<ASN1_TIME_free>>;

// Leaves OpenSSL's error queue empty: a stale entry would be taken for a later call's.
[[noreturn]] inline void fail(const char* what) {
    ERR_clear_error();
    throw std::runtime_error(what);
}
inline void require(bool ok, const char* what) {
    if (!ok) fail(what);
}

PkeyPtr load(const Key& key);        // throws std::invalid_argument
X509Ptr read_certificate(BIO* pem);  // the next certificate, or null
BioPtr read_only_bio(std::string_view text);

}  // namespace crypto::tls
