#include "gateway/net/tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace gateway::net {

asio::ssl::context make_tls_context(const Identity& identity) {
    asio::ssl::context context(asio::ssl::context::tls_server);
    crypto::tls::apply_policy(context.native_handle());
    crypto::tls::use_identity(context.native_handle(), identity.certificate_pem, identity.tls_key);
    // The handshake has proved that the peer holds the key; chains, issuers and subjects prove nothing to us.
    SSL_CTX_set_verify(context.native_handle(), SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
    SSL_CTX_set_verify_depth(context.native_handle(), 1);
    return context;
}

std::optional<PeerCertificate> peer_certificate(Stream& stream) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(stream.native_handle()), &X509_free);
    if (!certificate) return std::nullopt;
    // X509_cmp_current_time: below 0 when the time given is past, above when it is to come, 0 when it is malformed.
    const bool begun = X509_cmp_current_time(X509_get0_notBefore(certificate.get())) < 0;
    const bool ended = X509_cmp_current_time(X509_get0_notAfter(certificate.get())) <= 0;
    return PeerCertificate{.pin = crypto::tls::pin_of_certificate(certificate.get()), .valid_now = begun && !ended};
}

std::string negotiated_group(Stream& stream) {
    SSL* ssl = stream.native_handle();
    const int group = static_cast<int>(SSL_get_negotiated_group(ssl));
    const char* name = SSL_group_to_name(ssl, group);
    return name ? name : "unknown";
}

}  // namespace gateway::net
