// The gateway's own keys and names, as the store keeps them sealed.
#pragma once

#include <string>

#include "crypto/note.hpp"
#include "crypto/tls_identity.hpp"
#include "gateway/store/store.hpp"
#include "protocol/invitation.hpp"

namespace gateway {

struct Identity {
    std::string origin;                      // HOST/nfp/ and 16 hex digits: unique to this network and log epoch
    crypto::SigningKey log_key;              // signs checkpoints, nothing else
    crypto::tls::Key tls_key;
    std::string certificate_pem;
    crypto::Digest founding_token_hash{};    // SHA-256 of the one-time token that `init` printed

    crypto::note::Verifier log() const { return {origin, log_key.verify_key()}; }
};

// New keys and a founding token for a gateway at `host`. Throws std::invalid_argument when the host is none.
Identity make_identity(const std::string& host, const protocol::EnrolmentToken& founding_token, std::int64_t now);

void store_identity(store::Store& store, const Identity& identity);
// Throws store::StoreFailed when it is not there.
Identity load_identity(const store::Snapshot& snapshot);

}  // namespace gateway
