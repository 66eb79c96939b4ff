#include <openssl/ssl.h>

#include "crypto/tls_openssl.hpp"

namespace crypto::tls {
namespace {

// A list that names a group unknown to this OpenSSL fails as a whole, so the better list is tried first. The "?" mark for
// optional groups exists only from 3.5 on.
constexpr const char* hybrid_groups = "X25519MLKEM768:X25519:P-256";
constexpr const char* classic_groups = "X25519:P-256";

}  // namespace

void apply_policy(ssl_ctx_st* context) {
    require(SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
                SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1,
            "OpenSSL refuses TLS 1.3 only");
    if (SSL_CTX_set1_groups_list(context, hybrid_groups) != 1) {
        ERR_clear_error();
        require(SSL_CTX_set1_groups_list(context, classic_groups) == 1, "OpenSSL refuses the key exchange groups");
    }
    // Tickets survive a revocation, early data can be replayed (RFC 8446, 8): neither exists here.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    require(SSL_CTX_set_num_tickets(context, 0) == 1, "OpenSSL refuses to do without tickets");
    require(SSL_CTX_set_max_early_data(context, 0) == 1 && SSL_CTX_set_recv_max_early_data(context, 0) == 1,
            "OpenSSL refuses to do without early data");
}

void use_identity(ssl_ctx_st* context, const std::string& certificate_pem, const Key& key) {
    const BioPtr pem = read_only_bio(certificate_pem);
    const X509Ptr certificate = read_certificate(pem.get());
    require(certificate && SSL_CTX_use_certificate(context, certificate.get()) == 1, "not a certificate in PEM");
    // What follows the first certificate is its chain (a public CA or a national PKI; ours have none).
    require(SSL_CTX_clear_chain_certs(context) == 1, "OpenSSL clears no chain");
    while (const X509Ptr link = read_certificate(pem.get())) {
        require(SSL_CTX_add1_chain_cert(context, link.get()) == 1, "OpenSSL refuses a chain certificate");
    }
    require(SSL_CTX_use_PrivateKey(context, load(key).get()) == 1 && SSL_CTX_check_private_key(context) == 1,
            "the private key does not belong to the certificate");
}

}  // namespace crypto::tls
