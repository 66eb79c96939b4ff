// Invitations: a file that a designated person signs and hands over outside the network (docs/protocol.md, "Joining").
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "crypto/age/recipient.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/kdf.hpp"
#include "crypto/tls_identity.hpp"
#include "protocol/errc.hpp"
#include "protocol/names.hpp"

namespace protocol {

using InvitationSecret = crypto::Secret<32, struct InvitationSecretTag>;
using EnrolmentToken = crypto::Secret<32, struct EnrolmentTokenTag>;    // shown to the gateway, which knows its hash
using EnrolmentMacKey = crypto::Secret<32, struct EnrolmentMacKeyTag>;  // never shown to the gateway

EnrolmentToken token_of(const InvitationSecret& secret);      // HKDF-SHA-256, info `nfp-invitation-token-v1`
EnrolmentMacKey mac_key_of(const InvitationSecret& secret);   // HKDF-SHA-256, info `nfp-invitation-mac-v1`
crypto::Digest token_hash(const EnrolmentToken& token);       // SHA-256: what the invitation states

// What is invited.
enum class Purpose {
    person,   // somebody who has no handle yet
    device,   // a further device of the inviter's own
};

struct Invitation {
    Purpose purpose = Purpose::person;
    NetworkId network{};
    std::string gateway;                        // HOST:PORT
    std::vector<crypto::tls::SpkiPin> pins;     // the gateway's TLS key, and the next if there is one
    Handle inviter;
    crypto::VerifyKey inviter_key;              // the inviter's device that signs
    Handle handle;
    Role role = Role::focal_point;
    std::int64_t expires = 0;
    crypto::Digest token{};                     // token_hash
    std::uint64_t network_epoch = 0;            // newest epoch of `network`,
    crypto::age::HybridRecipient network_key;   // to which name and contact are sealed
    std::uint64_t founds_epoch = 0;             // epoch of founded_circle() that this person makes; 0: none

    // `dmr` or `state:xx` of an officer or focal point, else the person's own circle.
    Circle founded_circle() const;
};

// The signed part: one canonical line, LF, `ed25519 BASE64` LF. It goes to the gateway with the enrolment.
std::string sign_invitation(const Invitation& invitation, const crypto::SigningKey& key);
// Checks the form and the signature by `inviter_key`; that this key is of somebody who may invite so is for the caller to check
// against the register.
// Errors: invitation_invalid.
std::expected<Invitation, std::error_code> open_invitation(std::string_view signed_part);

// The whole file: signed part and `secret BASE64` LF.
std::string invitation_file(std::string_view signed_part, const InvitationSecret& secret);
struct InvitationFile {
    std::string signed_part;
    Invitation invitation;
    InvitationSecret secret;
};
std::expected<InvitationFile, std::error_code> parse_invitation_file(std::string_view text);

}  // namespace protocol
