// Opening with a passphrase and no identity: tells a wrong passphrase from a file that has none. Internal to age_files.
#pragma once

#include <system_error>
#include <vector>

#include "clients/core/age_files/errc.hpp"
#include "crypto/age/errc.hpp"
#include "crypto/age/identity.hpp"
#include "crypto/age/passphrase.hpp"

namespace clients::age_files {

// Outlives the opener that it gives its parts to.
class PassphraseOnly {
public:
    explicit PassphraseOnly(crypto::age::PassphraseSource source) : source_(std::move(source)) {}
    PassphraseOnly(const PassphraseOnly&) = delete;
    PassphraseOnly& operator=(const PassphraseOnly&) = delete;

    const std::vector<crypto::age::Identity>& identities() const noexcept { return none_; }
    crypto::age::PassphraseSource source() {
        return {.ask = [this] { asked_ = true; return source_.ask(); }, .log_n_max = source_.log_n_max};
    }
    std::error_code refined(std::error_code error) const {
        if (error != crypto::age::errc::no_matching_identity) return error;
        return asked_ ? errc::wrong_passphrase : errc::identity_needed;
    }

private:
    std::vector<crypto::age::Identity> none_;
    crypto::age::PassphraseSource source_;
    bool asked_ = false;
};

}  // namespace clients::age_files
