// Enrolments: what a new device sends to join, a founder's first batch, and a recovery (docs/protocol.md, "Joining").
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "protocol/claims.hpp"
#include "protocol/invitation.hpp"

namespace protocol {

// What MAC and signature cover: network, gateway pins, inviter's key, handle, role and the device's public keys.
std::string enrolment_line(const Invitation& invitation, const DeviceKeys& keys);

struct Enrolment {
    std::string invitation;                   // its signed part
    DeviceKeys keys;
    crypto::Digest mac{};                     // HMAC-SHA-256 under mac_key_of(secret) over enrolment_line
    crypto::Signature signature;              // by the new signing key over the same
    crypto::Bytes contact;                    // of a person: age file to the invitation's network epoch, name and address
    std::optional<crypto::Bytes> rotation;    // of a person who founds an epoch: that entry, by the new device
    std::optional<crypto::Signature> proof;   // of a further device: what the claim of its `device` entry needs from it
};

// Of a person.
Enrolment make_enrolment(const InvitationFile& invitation, const DeviceKeys& keys, const crypto::SigningKey& key,
                         crypto::Bytes contact, std::optional<crypto::Bytes> rotation);
// Of a further device of the inviter's.
Enrolment make_device_enrolment(const InvitationFile& invitation, const DeviceKeys& keys, const crypto::SigningKey& key);
std::string enrolment_json(const Enrolment& enrolment);
std::expected<Enrolment, std::error_code> parse_enrolment(std::string_view json);  // form only: enrolment_invalid

// What the gateway can check: invitation's form and signature, the new device's signature and proof, the rotation's author and
// shape, and that it is of the kind that the invitation asks for.
// Errors: invitation_invalid, enrolment_invalid. Returns the opened invitation.
std::expected<Invitation, std::error_code> check_enrolment(const Enrolment& enrolment);
// What the inviter checks besides: the MAC.
[[nodiscard]] bool check_mac(const Enrolment& enrolment, const Invitation& invitation, const EnrolmentMacKey& key);

// POST /v1/enrolments: an enrolment with its token, a founding with the gateway's founding token and the first batch, or a
// recovery.
struct EnrolmentCall {
    Enrolment enrolment;
    EnrolmentToken token;
};
std::string enrolment_call_json(const Enrolment& enrolment, const EnrolmentToken& token);
std::expected<EnrolmentCall, std::error_code> parse_enrolment_call(std::string_view json);

struct FoundingCall {
    EnrolmentToken token;
    std::vector<crypto::Bytes> entries;
};
std::string founding_call_json(const EnrolmentToken& token, const std::vector<crypto::Bytes>& entries);
std::expected<FoundingCall, std::error_code> parse_founding_call(std::string_view json);
bool is_founding_call(std::string_view json);

// One entry of kind `recovery`, by a device that is not known yet; whether it is that, the gateway looks. Errors:
// enrolment_invalid.
std::string recovery_call_json(crypto::ByteView entry);
std::expected<crypto::Bytes, std::error_code> parse_recovery_call(std::string_view json);
bool is_recovery_call(std::string_view json);

}  // namespace protocol
