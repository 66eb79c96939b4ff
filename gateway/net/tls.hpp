// The server's TLS: who is at the other end, by the key of their certificate and nothing else.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include "gateway/net/stream.hpp"
#include "gateway/register/identity.hpp"

namespace gateway::net {

// TLS 1.3 with the gateway's certificate. A client certificate is asked for, not demanded, and any is accepted here: only the
// register knows whose key it is. Throws std::runtime_error.
asio::ssl::context make_tls_context(const Identity& identity);

struct PeerCertificate {
    crypto::tls::SpkiPin pin{};
    bool valid_now = false;  // within its dates
};
// Of a finished handshake. Nothing when the client presented none.
std::optional<PeerCertificate> peer_certificate(Stream& stream);

// The key exchange group of a finished handshake, as OpenSSL names it.
std::string negotiated_group(Stream& stream);

}  // namespace gateway::net
