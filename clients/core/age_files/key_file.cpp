#include "clients/core/age_files/key_file.hpp"

#include "clients/core/age_files/errc.hpp"
#include "clients/core/age_files/passphrase_only.hpp"
#include "crypto/age/armor.hpp"
#include "crypto/age/open_file.hpp"

namespace clients::age_files {
namespace {

using namespace crypto::age;

// Into the variant, whichever kind it is.
template <class Key, class Parsed>
std::expected<Key, std::error_code> as(Parsed parsed) {
    if (!parsed) return std::unexpected(parsed.error());
    return Key(*std::move(parsed));
}

// The first line that begins so can be nothing but a key file of SSH.
bool is_ssh_private_key(std::string_view line) { return line.starts_with("-----BEGIN"); }

// Calls `parse` with each line that is not a comment.
template <class Key, class Parse>
std::expected<std::vector<Key>, KeyFault> parse_lines(std::string_view file, Parse parse) {
    std::vector<Key> keys;
    for (std::size_t number = 1; !file.empty(); ++number) {
        const std::size_t end = file.find('\n');
        std::string_view line = file.substr(0, end);
        file.remove_prefix(end == std::string_view::npos ? file.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty() || line.starts_with('#')) continue;
        auto key = parse(line);
        if (!key) return std::unexpected(KeyFault{key.error(), number});
        keys.push_back(*std::move(key));
    }
    if (keys.empty()) return std::unexpected(KeyFault{errc::no_keys, 0});
    return keys;
}

}  // namespace

std::expected<Recipient, std::error_code> parse_recipient(std::string_view text) {
    if (text.starts_with("age1pq1")) return as<Recipient>(HybridRecipient::parse(text));
    if (text.starts_with("ssh-") || text.starts_with("ecdsa-") || text.starts_with("sk-")) return std::unexpected(errc::ssh_key);
    if (text.starts_with("AGE-SECRET-KEY-") || text.starts_with("AGE-PLUGIN-"))
        return std::unexpected(errc::identity_as_recipient);
    if (!text.starts_with("age1")) return std::unexpected(errc::not_a_recipient);
    // A plugin's recipient has its name before the last 1, which is the separator: age1yubikey1...
    if (text.rfind('1') != 3) return std::unexpected(errc::plugin_key);
    return as<Recipient>(X25519Recipient::parse(text));
}

std::expected<Identity, std::error_code> parse_identity(std::string_view text) {
    if (text.starts_with("AGE-SECRET-KEY-PQ-1")) return as<Identity>(HybridIdentity::parse(text));
    if (text.starts_with("AGE-SECRET-KEY-1")) return as<Identity>(X25519Identity::parse(text));
    if (text.starts_with("AGE-PLUGIN-")) return std::unexpected(errc::plugin_key);
    if (is_ssh_private_key(text)) return std::unexpected(errc::ssh_key);
    return std::unexpected(errc::not_an_identity);
}

std::expected<std::vector<Recipient>, KeyFault> parse_recipients(std::string_view file) {
    return parse_lines<Recipient>(file, parse_recipient);
}

std::expected<std::vector<Identity>, KeyFault> parse_identities(std::string_view file) {
    return parse_lines<Identity>(file, parse_identity);
}

bool is_sealed(std::string_view file) { return file.starts_with("age-encryption.org/") || file.starts_with(armor_begin); }

std::expected<crypto::SecretBytes, std::error_code> unseal(std::string_view file, const PassphraseSource& passphrase) {
    crypto::SecretBytes content;
    content.reserve(file.size());  // an upper bound: growing would copy and wipe
    PassphraseOnly only(passphrase);
    FileOpener opener(Opener(only.identities(), only.source(),
                             [&](crypto::ByteView more) { content.insert(content.end(), more.begin(), more.end()); }));
    if (const auto error = opener.write(crypto::as_bytes(file))) return std::unexpected(only.refined(error));
    if (const auto error = opener.finish()) return std::unexpected(only.refined(error));
    return content;
}

}  // namespace clients::age_files
