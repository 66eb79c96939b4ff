// Why the local store does not work: thrown, for none of it is a caller's to decide.
#pragma once

#include <string>
#include <system_error>

namespace clients {

enum class store_errc {
    disk_full = 1,
    in_use,          // another nfp's transaction does not end
    not_writable,    // rights, or a disk mounted for reading
    damaged,         // no database, or a value that does not open under the home's keys
    newer_version,   // written by a newer nfp
    disk_error,      // as the disk itself reports it
    no_memory,
    unexpected,      // whatever else SQLite may say
};
std::error_code make_error_code(store_errc e) noexcept;

// The code says what a person can do about it; `detail` is how the system or SQLite put it, in their language.
class StoreError : public std::system_error {
public:
    StoreError(store_errc code, std::string detail);
    const std::string& detail() const noexcept { return detail_; }

private:
    std::string detail_;
};

}  // namespace clients
template <> struct std::is_error_code_enum<clients::store_errc> : std::true_type {};
