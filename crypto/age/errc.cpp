#include "crypto/age/errc.hpp"

#include <string>

namespace crypto::age {
namespace {

struct Category final : std::error_category {
    const char* name() const noexcept override { return "age"; }
    std::string message(int value) const override {
        switch (static_cast<errc>(value)) {
            case errc::malformed_header: return "the file does not start with a correct age header";
            case errc::no_matching_identity: return "the file was not sealed to any of the given identities";
            case errc::header_mac_mismatch: return "the header of the file was altered";
            case errc::payload_tampered: return "the content of the file was altered";
            case errc::payload_truncated: return "the end of the file is missing";
            case errc::malformed_key: return "this is not an age key of the expected kind";
            case errc::invalid_recipient: return "nothing can be sealed to this recipient: its public key is not valid";
            case errc::mixed_recipients: return "post-quantum and classic recipients cannot be mixed in one file";
            case errc::malformed_armor: return "the file is neither an age file nor correctly armored text";
            case errc::excessive_work: return "opening the file with a passphrase takes more work than is allowed";
            case errc::too_many_recipients: return "one file cannot be sealed to so many recipients";
        }
        return "unknown age error";
    }
};

}  // namespace

std::error_code make_error_code(errc e) noexcept {
    static const Category category;
    return {static_cast<int>(e), category};
}

}  // namespace crypto::age
