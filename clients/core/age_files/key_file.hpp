// Files of keys as the stock tools write them: one key a line, empty lines and lines that begin with '#' aside.
#pragma once

#include <expected>
#include <string_view>
#include <system_error>
#include <vector>

#include "crypto/age/identity.hpp"
#include "crypto/age/passphrase.hpp"

namespace clients::age_files {

struct KeyFault {
    std::error_code code;
    std::size_t line = 0;  // counted from 1; 0: the file as a whole
};

// Errors: ssh_key, plugin_key, not_a_recipient, identity_as_recipient; malformed_key when kind and text do not fit.
std::expected<crypto::age::Recipient, std::error_code> parse_recipient(std::string_view text);
// Errors: ssh_key, plugin_key, not_an_identity, malformed_key.
std::expected<crypto::age::Identity, std::error_code> parse_identity(std::string_view text);

// At least one key; no_keys otherwise.
std::expected<std::vector<crypto::age::Recipient>, KeyFault> parse_recipients(std::string_view file);
std::expected<std::vector<crypto::age::Identity>, KeyFault> parse_identities(std::string_view file);

// A file of identities that is itself an age file, armored or not.
bool is_sealed(std::string_view file);
// Its content. Only a passphrase opens it, as with the stock tool. Errors: wrong_passphrase, identity_needed, those of
// crypto::age::errc and of `ask`.
std::expected<crypto::SecretBytes, std::error_code> unseal(std::string_view file,
                                                           const crypto::age::PassphraseSource& passphrase);

}  // namespace clients::age_files
