#include "crypto/tls_identity.hpp"

#include <openssl/ec.h>

#include <limits>

#include "crypto/tls_openssl.hpp"

namespace crypto::tls {
namespace {

// Takes the DER out of a freshly allocated OpenSSL buffer; the copy there is wiped.
SecretBytes take_der(unsigned char* der, int size) {
    if (size <= 0) fail("OpenSSL encodes no key");
    const auto count = static_cast<std::size_t>(size);
    SecretBytes bytes(der, der + count);
    OPENSSL_clear_free(der, count);
    return bytes;
}

SecretBytes pkcs8_of(const EVP_PKEY* key) {
    const Pkcs8Ptr info(EVP_PKEY2PKCS8(key));
    require(info != nullptr, "OpenSSL makes no PKCS #8 of the key");
    unsigned char* der = nullptr;
    const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), &der);
    return take_der(der, size);
}

PkeyPtr parse_pkcs8(const SecretBytes& der) {
    const unsigned char* at = der.data();
    if (der.empty() || der.size() > std::numeric_limits<int>::max()) throw std::invalid_argument("not a private key");
    const Pkcs8Ptr info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
    PkeyPtr key(info && at == der.data() + der.size() ? EVP_PKCS82PKEY(info.get()) : nullptr);
    ERR_clear_error();
    if (!key) throw std::invalid_argument("not an unencrypted PKCS #8 private key");
    return key;
}

constexpr std::size_t shown_name_bytes_max = 200;  // two of them on a terminal line or two

std::string shown_name(const X509_NAME* name) {
    const BioPtr out(BIO_new(BIO_s_mem()));
    // XN_FLAG_RFC2253 escapes control and non-ASCII characters, and what has a meaning in the syntax.
    if (!name || !out || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253) < 0) {
        ERR_clear_error();
        return {};
    }
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    std::string text(data, static_cast<std::size_t>(size));
    if (text.size() > shown_name_bytes_max) text.replace(shown_name_bytes_max - 3, std::string::npos, "...");
    for (char& c : text)
        if (c < ' ' || c > '~') c = '?';
    return text;
}

SpkiPin hash_spki(unsigned char* der, int size) {
    if (size <= 0) fail("OpenSSL encodes no public key");
    const SpkiPin pin = sha256(ByteView(der, static_cast<std::size_t>(size)));
    OPENSSL_free(der);
    return pin;
}

}  // namespace

Key Key::generate() {
    const PkeyPtr key(EVP_EC_gen("P-256"));
    require(key != nullptr, "OpenSSL makes no P-256 key");
    return Key(pkcs8_of(key.get()));
}

Key::Key(SecretBytes pkcs8_der) : der_(std::move(pkcs8_der)) { (void)parse_pkcs8(der_); }

PkeyPtr load(const Key& key) { return parse_pkcs8(key.pkcs8_der()); }

SpkiPin Key::pin() const {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(load(*this).get(), &der);
    return hash_spki(der, size);
}

SpkiPin pin_of_certificate(const x509_st* certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    return hash_spki(der, size);
}

CertificateNames names_of_certificate(const x509_st* certificate) {
    return {.subject = shown_name(X509_get_subject_name(certificate)), .issuer = shown_name(X509_get_issuer_name(certificate))};
}

SpkiPin pin_of_certificate_pem(std::string_view pem) {
    const X509Ptr certificate = read_certificate(read_only_bio(pem).get());
    if (!certificate) throw std::invalid_argument("not a certificate in PEM");
    return pin_of_certificate(certificate.get());
}

BioPtr read_only_bio(std::string_view text) {
    if (text.size() > std::numeric_limits<int>::max()) throw std::invalid_argument("PEM text too large");
    BioPtr bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    require(bio != nullptr, "OpenSSL has no memory");
    return bio;
}

X509Ptr read_certificate(BIO* pem) {
    // No pass phrase is ever asked for: an encrypted PEM block is no certificate of ours.
    X509Ptr certificate(PEM_read_bio_X509(
        pem, nullptr, [](char*, int, int, void*) { return -1; }, nullptr));
    ERR_clear_error();
    return certificate;
}

}  // namespace crypto::tls
