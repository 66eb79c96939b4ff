#include "clients/core/session/sealing.hpp"

#include <cassert>

#include "crypto/age/seal.hpp"

namespace clients {

std::expected<protocol::Entry, std::error_code> seal_entry(protocol::Header header, const std::optional<SecretJson>& content,
                                                           const std::vector<crypto::age::HybridRecipient>& recipients,
                                                           const crypto::SigningKey& key) {
    assert(recipients.size() == header.audience.size() && content.has_value() == !recipients.empty());
    if (!content) return protocol::make_entry(header, {}, key);
    const auto plaintext = protocol::body_plaintext(header, *content);
    auto body = crypto::age::seal(recipients, plaintext);
    if (!body) return std::unexpected(body.error());
    header.body = protocol::BodyRef{.sha256 = crypto::sha256(*body), .size = body->size()};
    return protocol::make_entry(header, std::move(*body), key);
}

}  // namespace clients
