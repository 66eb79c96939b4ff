#include "clients/core/store/errc.hpp"

namespace clients {
namespace {

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "store"; }
    std::string message(int value) const override {
        switch (static_cast<store_errc>(value)) {
            case store_errc::disk_full: return "the disk is full: free some space and try again";
            case store_errc::in_use: return "another nfp is writing to it: wait until it ends and try again";
            case store_errc::not_writable: return "it cannot be opened for writing: check the rights on the folder";
            case store_errc::damaged: return "it is damaged or was altered: restore the folder from a backup";
            case store_errc::newer_version: return "it was written by a newer nfp: update nfp";
            case store_errc::disk_error: return "the disk reports an error: check it, then try again";
            case store_errc::no_memory: return "there is not enough memory: close other programs and try again";
            case store_errc::unexpected: return "unexpected result";
        }
        return "unknown store error";
    }
};
const Category category_instance;

}  // namespace

std::error_code make_error_code(store_errc e) noexcept { return {static_cast<int>(e), category_instance}; }

StoreError::StoreError(store_errc code, std::string detail)
    : std::system_error(make_error_code(code), "the local store (nfp.db): " + detail), detail_(std::move(detail)) {}

}  // namespace clients
