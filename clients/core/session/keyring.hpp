// The epoch secrets of circles that this person holds.
#pragma once

#include <map>
#include <optional>

#include "clients/core/session/secret_json.hpp"
#include "crypto/age/identity.hpp"
#include "protocol/network_state.hpp"

namespace clients {

class Keyring {
public:
    struct TakenOver {
        bool grew = false;             // something was new
        // malformed_content: a secret was missing its form, or gives another key than the published one
        std::error_code fault;
    };

    const crypto::age::HybridIdentity* find(const protocol::CircleEpoch& epoch) const;
    // Only if it gives the key that the register has: one that came second to somebody else's opens nothing.
    const crypto::age::HybridIdentity* find_published(const protocol::CircleEpoch& epoch,
                                                      const protocol::NetworkState& state) const;
    // True when the secret is new.
    bool add(const protocol::CircleEpoch& epoch, crypto::age::HybridIdentity identity);
    void merge(Keyring&& other) { secrets_.merge(std::move(other.secrets_)); }
    std::size_t size() const noexcept { return secrets_.size(); }

    // What a rotation or grant hands over: {"secrets":[{"epoch":N,"secret":"AGE-SECRET-KEY-PQ-1..."}]}, the named epochs.
    // Nothing when one of them is not held.
    std::optional<SecretJson> hand_over(const protocol::Circle& circle, const std::vector<std::uint64_t>& epochs) const;
    // Takes in what was handed over, each secret only if it gives the public key that the register has for its epoch; such a one
    // replaces what was there: the secret of an epoch that came second to somebody else's. `promised`: epochs whose absence is a
    // fault; the register counts them as handed over, and nobody would do it again.
    TakenOver take_over(const protocol::Circle& circle, const std::vector<std::uint64_t>& promised, const SecretJson& content,
                        const protocol::NetworkState& state);
    // Forgets the secret of that epoch if this is its public key.
    void drop(const protocol::CircleEpoch& epoch, const crypto::age::HybridRecipient& key);

    // Forgets the secret of that epoch, whatever its key.
    void destroy(const protocol::CircleEpoch& epoch) { secrets_.erase(epoch); }

    crypto::SecretBytes text() const;
    static std::optional<Keyring> parse(const crypto::SecretBytes& text);

private:
    std::map<protocol::CircleEpoch, crypto::age::HybridIdentity> secrets_;
};

}  // namespace clients
