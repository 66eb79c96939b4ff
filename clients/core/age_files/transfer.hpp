// Sealing and opening files of any size in constant memory.
#pragma once

#include <cstdint>
#include <functional>
#include <system_error>
#include <variant>
#include <vector>

#include "clients/core/age_files/destination.hpp"
#include "clients/core/age_files/source.hpp"
#include "crypto/age/identity.hpp"
#include "crypto/age/passphrase.hpp"

namespace clients::age_files {

using Moved = std::function<void(std::uint64_t bytes)>;  // called with how much was read so far

// For whom a file is sealed: never both (C2SP age, "The scrypt recipient type").
using SealedFor = std::variant<std::vector<crypto::age::Recipient>, crypto::age::Passphrase>;
enum class Form { binary, armored };

// Both commit the destination when, and only when, all went well. Errors: those of crypto::age::errc, of reading and of
// commit(). What the destination throws goes through.
[[nodiscard]] std::error_code encrypt(Source& from, Destination& to, const SealedFor& sealed_for, Form form, const Moved& moved);

// With identities when there are some, else with the passphrase. Armor is recognised. Errors further: passphrase_needed,
// identity_needed, wrong_passphrase, those of `ask`.
[[nodiscard]] std::error_code decrypt(Source& from, Destination& to, const std::vector<crypto::age::Identity>& identities,
                                      const crypto::age::PassphraseSource& passphrase, const Moved& moved);

}  // namespace clients::age_files
