// TLS keys and certificates of our own: a P-256 key, self-signed certificates around it, pins, and the TLS policy.
#pragma once

#include <cstdint>
#include <string>

#include "crypto/secret.hpp"
#include "crypto/sha256.hpp"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX
struct x509_st;     // OpenSSL's X509

namespace crypto::tls {

// SHA-256 of the DER SubjectPublicKeyInfo (the form of RFC 7469, 2.4): what a designation binds and an invitation pins.
using SpkiPin = Digest;

// A private key as unencrypted PKCS #8 DER, held in wiping memory.
class Key {
public:
    static Key generate();                       // ECDSA P-256
    explicit Key(SecretBytes pkcs8_der);         // throws std::invalid_argument when it is not a private key
    const SecretBytes& pkcs8_der() const noexcept { return der_; }
    SpkiPin pin() const;

    // A self-signed certificate in PEM. `common_name` is a handle or host; identity is the key, never this text.
    std::string certificate_pem(const std::string& common_name, std::int64_t not_before, std::int64_t not_after) const;

private:
    SecretBytes der_;
};

SpkiPin pin_of_certificate(const x509_st* certificate);

// Who a certificate says it is of and from: RFC 4514 text, everything but printable ASCII escaped, at most 200 bytes each.
// It proves nothing; people recognise by it who stands between them and the server.
struct CertificateNames {
    std::string subject;
    std::string issuer;
};
CertificateNames names_of_certificate(const x509_st* certificate);
SpkiPin pin_of_certificate_pem(std::string_view pem);   // throws std::invalid_argument

// TLS 1.3 only, no resumption, no tickets, no early data, groups X25519MLKEM768 first where OpenSSL has it, X25519, P-256.
// Throws std::runtime_error when OpenSSL refuses a setting.
void apply_policy(ssl_ctx_st* context);
// Gives the context its certificate and private key. Throws std::runtime_error.
void use_identity(ssl_ctx_st* context, const std::string& certificate_pem, const Key& key);

}  // namespace crypto::tls
