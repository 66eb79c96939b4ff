// A whole home as one age file, and back. Inside, everything is sealed as it was in the home: the age layer keeps sizes and
// counts from whoever finds the file, and the home's own passphrase of that day is needed after it is restored.
#pragma once

#include <filesystem>
#include <system_error>
#include <vector>

#include "clients/core/age_files/transfer.hpp"

namespace clients {

// Writes and commits `to`. The caller holds the HomeLock; who reads in the home meanwhile goes on. Errors: those of reading
// home.json and of age_files::encrypt. Throws StoreError, std::system_error when the disk refuses.
[[nodiscard]] std::error_code back_up(const std::filesystem::path& home, age_files::Destination& to,
                                      const age_files::SealedFor& sealed_for, const age_files::Moved& moved);

// Makes the home from a backup: all of it, checked before, or nothing. Errors: folder_not_empty, not_a_backup, newer_version,
// those of age_files::decrypt. Throws as back_up().
[[nodiscard]] std::error_code restore(age_files::Source& from, const std::filesystem::path& home,
                                      const std::vector<crypto::age::Identity>& identities,
                                      const crypto::age::PassphraseSource& passphrase, const age_files::Moved& moved);

}  // namespace clients
