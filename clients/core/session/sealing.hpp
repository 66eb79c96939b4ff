// From a finished header and content to a signed entry: pad, seal, describe, sign.
#pragma once

#include <expected>
#include <optional>
#include <vector>

#include "clients/core/session/secret_json.hpp"
#include "crypto/age/recipient.hpp"
#include "protocol/entry.hpp"

namespace clients {

// `header` without `body`; `recipients` in the order of its audience. Errors: those of age sealing.
std::expected<protocol::Entry, std::error_code> seal_entry(protocol::Header header, const std::optional<SecretJson>& content,
                                                           const std::vector<crypto::age::HybridRecipient>& recipients,
                                                           const crypto::SigningKey& key);

}  // namespace clients
