#include "clients/core/home/home_file.hpp"

#include "crypto/random.hpp"
#include "protocol/fields.hpp"

namespace clients {
namespace {

using protocol::Json;

constexpr std::uint64_t version = 1;
constexpr std::string_view kdf_name = "argon2id";
constexpr std::string_view root_context = "nfp-home-v1";  // associated data: this box is a vault root and nothing else

crypto::BoxKey box_key(const PassphraseKey& key) { return crypto::BoxKey(key.expose()); }

// A checksum against rot, not against people: it tells a damaged file from a wrong passphrase, and covers public bytes only.
std::string checksum(const Json& object) { return crypto::hex_encode(crypto::sha256(protocol::canonical(object))); }

}  // namespace

bool is_allowed(const crypto::Argon2idCost& cost) noexcept {
    return cost.memory_kib >= home_cost_min.memory_kib && cost.memory_kib <= home_cost_max.memory_kib &&
           cost.passes >= home_cost_min.passes && cost.passes <= home_cost_max.passes;
}

PassphraseKey passphrase_key(const HomeFile& file, const crypto::SecretBytes& passphrase) {
    const auto bytes = crypto::argon2id(passphrase, file.salt, file.cost, PassphraseKey::bytes_count);
    return PassphraseKey(std::span<const std::uint8_t, PassphraseKey::bytes_count>(bytes));
}

HomeFile seal_root(const VaultRoot& root, const crypto::SecretBytes& passphrase, crypto::Argon2idCost cost) {
    HomeFile file{.cost = cost, .salt = crypto::random_array<std::tuple_size_v<crypto::Argon2Salt>>(), .sealed_root = {}};
    file.sealed_root = crypto::box_seal(box_key(passphrase_key(file, passphrase)), root.expose(), crypto::as_bytes(root_context));
    return file;
}

std::optional<VaultRoot> open_root(const HomeFile& file, const PassphraseKey& key) {
    const auto root = crypto::box_open(box_key(key), file.sealed_root, crypto::as_bytes(root_context));
    if (!root || root->size() != VaultRoot::bytes_count) return std::nullopt;
    return VaultRoot(std::span<const std::uint8_t, VaultRoot::bytes_count>(*root));
}

std::string home_file_text(const HomeFile& file) {
    Json object = {{"v", version},
                   {"kdf",
                    {{"name", kdf_name},
                     {"memory_kib", file.cost.memory_kib},
                     {"passes", file.cost.passes},
                     {"salt", crypto::base64_encode(file.salt)}}},
                   {"vault_key", crypto::base64_encode(file.sealed_root)}};
    object["checksum"] = checksum(object);
    return protocol::canonical(object) + "\n";
}

std::expected<HomeFile, std::error_code> parse_home_file(std::string_view text) {
    const auto damaged = [] { return std::unexpected(make_error_code(home_errc::damaged_home)); };
    if (!text.ends_with('\n')) return damaged();
    text.remove_suffix(1);
    const auto object = protocol::parse_canonical(text, home_file_bytes_max);
    if (!object) return damaged();

    protocol::Fields fields(*object);
    const auto found_version = fields.integer("v", protocol::Json::number_unsigned_t{1} << 32);
    if (fields.failed()) return damaged();
    if (found_version > version) return std::unexpected(make_error_code(home_errc::newer_version));  // its fields are its own

    const Json kdf_object = fields.object("kdf");
    protocol::Fields kdf(kdf_object);
    HomeFile file;
    const bool known_kdf = kdf.text("name") == kdf_name;
    file.cost.memory_kib = static_cast<std::uint32_t>(kdf.integer("memory_kib", home_cost_max.memory_kib));
    file.cost.passes = static_cast<std::uint32_t>(kdf.integer("passes", home_cost_max.passes));
    file.salt = kdf.base64<std::tuple_size_v<crypto::Argon2Salt>>("salt");
    const auto sealed = fields.base64<VaultRoot::bytes_count + crypto::box_overhead_bytes>("vault_key");
    file.sealed_root.assign(sealed.begin(), sealed.end());
    const std::string stated_checksum = fields.text("checksum");
    if (!kdf.done() || !fields.done() || !known_kdf || found_version != version || !is_allowed(file.cost)) return damaged();

    Json summed = *object;
    summed.erase("checksum");
    if (checksum(summed) != stated_checksum) return damaged();
    return file;
}

}  // namespace clients
