// BIP-39's English list: 2,048 words of 3 to 8 letters, 11 bits each; the first four letters tell each from every other.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "crypto/bytes.hpp"

namespace crypto {

inline constexpr std::size_t bits_per_word = 11;
inline constexpr std::size_t word_letters_max = 8;
inline constexpr std::size_t abbreviation_letters = 4;
using WordIndex = std::uint16_t;  // 0 to 2047

// A view of the list, which lives for ever. The index must be of the list.
std::string_view listed_word(WordIndex index) noexcept;

// The word that the bits from 11 * place on stand for, the first bit the highest. `bytes` must hold them.
WordIndex word_index(ByteView bytes, std::size_t place) noexcept;

enum class Abbreviations {
    refused,
    accepted,  // exactly four letters may stand for a longer word (BIP-39, "Wordlist")
};

// The word that somebody typed, in any case; nothing when it is not of the list.
std::optional<WordIndex> find_word(std::string_view typed, Abbreviations abbreviations) noexcept;

// Takes the next word off what somebody typed, whatever run of spaces, commas, hyphens or ends of lines stands around it.
// Empty when there is none left.
std::string_view take_word(std::string_view& typed) noexcept;

}  // namespace crypto
