// Getting the file key out of a header (C2SP age, "Recipient stanza"). Internal to crypto/age, clients only.
#pragma once

#include <expected>

#include "crypto/age/file_key.hpp"
#include "crypto/age/format.hpp"
#include "crypto/age/identity.hpp"
#include "crypto/age/passphrase.hpp"

namespace crypto::age {

bool is_for_passphrase(const Stanza& stanza);

// malformed_header when a stanza of a type we know breaks its type's rules, whichever identities are at hand: the outcome
// of a malformed file must not depend on who reads it.
std::error_code check_known_stanzas(const Header& header);

// no_matching_identity: this identity does not open this stanza, another may. malformed_header: nobody should try further.
std::expected<FileKey, std::error_code> unwrap_file_key(const Stanza& stanza, const HybridIdentity& identity);
std::expected<FileKey, std::error_code> unwrap_file_key(const Stanza& stanza, const X25519Identity& identity);
// Looks at the work factor, then asks for the passphrase. excessive_work, what `ask` returned, and the two above.
std::expected<FileKey, std::error_code> unwrap_file_key(const Stanza& stanza, const PassphraseSource& source);
std::expected<FileKey, std::error_code> unwrap_file_key(const Header& header, const std::vector<Identity>& identities);

}  // namespace crypto::age
