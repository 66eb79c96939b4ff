#include "crypto/blind.hpp"

#include <sodium.h>

namespace crypto {
namespace {

void absorb(crypto_generichash_blake2b_state& state, ByteView bytes) noexcept {
    if (!bytes.empty()) crypto_generichash_blake2b_update(&state, bytes.data(), bytes.size());
}

void absorb(crypto_generichash_blake2b_state& state, std::uint64_t number) noexcept {
    std::array<std::uint8_t, 8> big_endian;
    for (std::size_t i = 0; i < 8; ++i) big_endian[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    absorb(state, ByteView(big_endian));
}

}  // namespace

BlindToken blind_token(const BlindKey& key, std::string_view field, ByteView value, std::uint64_t running) {
    BlindToken token;
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init(&state, key.expose().data(), key.expose().size(), token.size());
    absorb(state, field.size());
    absorb(state, as_bytes(field));
    absorb(state, value.size());
    absorb(state, value);
    absorb(state, running);
    crypto_generichash_blake2b_final(&state, token.data(), token.size());
    sodium_memzero(&state, sizeof state);
    return token;
}

}  // namespace crypto
