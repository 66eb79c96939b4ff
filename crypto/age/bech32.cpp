#include "crypto/age/bech32.hpp"

#include <algorithm>

namespace crypto::age {
namespace {

constexpr std::string_view charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::uint32_t checksum_constant = 1;  // BIP 173; Bech32m has another
constexpr std::size_t checksum_symbols = 6;

bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
char to_lower(char c) noexcept { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// BIP 173, "Checksum": a BCH code over GF(32), fed one symbol at a time.
class Checksum {
public:
    explicit Checksum(std::string_view prefix) {
        for (const char c : prefix) feed(static_cast<std::uint8_t>(to_lower(c)) >> 5);
        feed(0);
        for (const char c : prefix) feed(static_cast<std::uint8_t>(to_lower(c)) & 31);
    }
    void feed(std::uint32_t symbol) noexcept {
        static constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                                0x2a1462b3};
        const std::uint32_t top = value_ >> 25;
        value_ = (value_ & 0x1ffffff) << 5 ^ symbol;
        for (std::size_t i = 0; i < generator.size(); ++i) {
            if ((top >> i & 1) == 1) value_ ^= generator[i];
        }
    }
    std::uint32_t value() const noexcept { return value_; }

private:
    std::uint32_t value_ = 1;
};

SecretBytes to_symbols(ByteView data) {
    SecretBytes symbols;
    symbols.reserve(data.size() * 8 / 5 + 1);
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : data) {
        pending = (pending << 8 | byte) & 0xfff;
        for (bits += 8; bits >= 5; bits -= 5) symbols.push_back(pending >> (bits - 5) & 31);
    }
    if (bits > 0) symbols.push_back(static_cast<std::uint8_t>(pending << (5 - bits) & 31));
    return symbols;
}

std::optional<SecretBytes> to_data(ByteView symbols) {
    SecretBytes data;
    data.reserve(symbols.size() * 5 / 8);
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const std::uint8_t symbol : symbols) {
        pending = (pending << 5 | symbol) & 0xfff;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            data.push_back(static_cast<std::uint8_t>(pending >> bits));
        }
    }
    // The padding is shorter than a symbol and zero, else two texts would mean one key.
    if (bits >= 5 || (pending & ((1u << bits) - 1)) != 0) return std::nullopt;
    return data;
}

std::optional<SecretBytes> read_symbols(std::string_view text) {
    SecretBytes symbols;
    symbols.reserve(text.size());
    for (const char c : text) {
        const std::size_t symbol = charset.find(to_lower(c));
        if (symbol == std::string_view::npos) return std::nullopt;
        symbols.push_back(static_cast<std::uint8_t>(symbol));
    }
    return symbols;
}

}  // namespace

SecretBytes bech32_encode(std::string_view prefix, ByteView data) {
    const SecretBytes symbols = to_symbols(data);
    SecretBytes text;
    text.reserve(prefix.size() + 1 + symbols.size() + checksum_symbols);
    text.assign(prefix.begin(), prefix.end());
    text.push_back('1');
    Checksum checksum(prefix);
    const auto write = [&](std::size_t symbol) { text.push_back(static_cast<std::uint8_t>(charset[symbol])); };
    for (const std::uint8_t symbol : symbols) {
        checksum.feed(symbol);
        write(symbol);
    }
    for (std::size_t i = 0; i < checksum_symbols; ++i) checksum.feed(0);
    const std::uint32_t value = checksum.value() ^ checksum_constant;
    for (std::size_t i = 0; i < checksum_symbols; ++i) write(value >> 5 * (checksum_symbols - 1 - i) & 31);
    return text;
}

std::optional<Bech32> bech32_decode(std::string_view text) {
    if (std::ranges::any_of(text, is_upper) && std::ranges::any_of(text, is_lower)) return std::nullopt;
    const std::size_t separator = text.rfind('1');  // the last one: the prefix "age1pq" has its own
    if (separator == std::string_view::npos || separator == 0) return std::nullopt;
    const std::string_view prefix = text.substr(0, separator);
    const auto is_printable = [](char c) { return c >= 0x21 && c <= 0x7e; };
    if (!std::ranges::all_of(prefix, is_printable)) return std::nullopt;
    const auto symbols = read_symbols(text.substr(separator + 1));
    if (!symbols || symbols->size() < checksum_symbols) return std::nullopt;
    Checksum checksum(prefix);
    for (const std::uint8_t symbol : *symbols) checksum.feed(symbol);
    if (checksum.value() != checksum_constant) return std::nullopt;
    auto data = to_data(ByteView(*symbols).first(symbols->size() - checksum_symbols));
    if (!data) return std::nullopt;
    return Bech32{std::string(prefix), *std::move(data)};
}

}  // namespace crypto::age
