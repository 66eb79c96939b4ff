// Why an age file or a file of keys cannot be used, beyond what crypto::age::errc says.
#pragma once

#include <system_error>

namespace clients::age_files {

enum class errc {
    ssh_key = 1,            // an SSH key as recipient or identity: not supported
    plugin_key,             // a recipient or identity of a plugin: not supported
    not_a_recipient,        // neither age1pq1... nor age1...
    not_an_identity,        // neither AGE-SECRET-KEY-PQ-1... nor AGE-SECRET-KEY-1...
    identity_as_recipient,  // a secret key where recipients are expected
    no_keys,                // the file of keys has none
    key_file_too_large,     // above key_file_bytes_max
    passphrase_needed,      // the file is sealed with a passphrase, and identities were given
    identity_needed,        // the file is not sealed with a passphrase, and no identity was given
    wrong_passphrase,
    binary_to_terminal,     // the content would act on a terminal, or is no text
    too_large_for_terminal, // above terminal_bytes_max
};
std::error_code make_error_code(errc e) noexcept;

}  // namespace clients::age_files
template <> struct std::is_error_code_enum<clients::age_files::errc> : std::true_type {};
