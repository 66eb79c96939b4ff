#include "clients/core/age_files/errc.hpp"

#include <string>

namespace clients::age_files {
namespace {

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "age files"; }
    std::string message(int value) const override {
        switch (static_cast<errc>(value)) {
            case errc::ssh_key: return "SSH keys are not supported: use an age key";
            case errc::plugin_key: return "keys of plugins are not supported: use a native age key";
            case errc::not_a_recipient: return "this is not an age recipient";
            case errc::not_an_identity: return "this is not an age identity";
            case errc::identity_as_recipient: return "a secret key stands where recipients are expected";
            case errc::no_keys: return "there is no key in it";
            case errc::key_file_too_large: return "a file of keys has at most 16 MiB";
            case errc::passphrase_needed: return "the file is sealed with a passphrase: leave out -i";
            case errc::identity_needed: return "the file is not sealed with a passphrase: name a file of identities with -i";
            case errc::wrong_passphrase: return "the passphrase is wrong";
            case errc::binary_to_terminal: return "the content is not plain text and is not shown on a terminal";
            case errc::too_large_for_terminal: return "the content is too large for a terminal";
        }
        return "unknown error of an age file";
    }
};
const Category category_instance;

}  // namespace

std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category_instance}; }

}  // namespace clients::age_files
