// Safety words: 8 words of a list of 2,048 (88 bits) that two people compare by telephone.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

namespace crypto {

inline constexpr std::size_t safety_words_count = 8;
using SafetyWords = std::array<std::string_view, safety_words_count>;

// Argon2id (64 MiB, 3 passes; salt = first 16 bytes of SHA-256 of "nfp-safety-words-v1") over `fields`, 11 bits a word.
// Slow on purpose: an attacker in the middle has to search for keys that give the same words.
SafetyWords safety_words(ByteView fields);

// Reads words as a person types them: any case, any run of spaces, commas or hyphens between. Nothing when a word is not
// in the list or there are not 8.
std::optional<SafetyWords> parse_safety_words(std::string_view typed);

// A passphrase of 10 words of the list (110 bits), hyphens between: what the stock age makes for who types none.
SecretBytes random_passphrase();

std::string safety_words_text(const SafetyWords& words);  // single spaces

}  // namespace crypto
