// Why an entry, invitation or enrolment is refused. One closed list; each value has a stable name that travels in problem
// documents (docs/protocol.md, "Problems") and in the client's messages.
#pragma once

#include <optional>
#include <string_view>
#include <system_error>

namespace protocol {

enum class errc {
    // bytes
    malformed_header = 1,   // the header line is not the one canonical form, or a field breaks its rule
    malformed_entry,        // the entry is not header line, signature line, empty line, body
    malformed_claim,        // the claim is not what its kind demands
    too_large,              // over a bound of limits.hpp
    unknown_version,        // header field `v` is not 1
    unknown_kind,           // a kind this version does not know: update needed
    wrong_network,          // the entry belongs to another network
    duplicate_entry,        // a second entry with the same header bytes
    // author
    author_unknown,         // the author is not designated, not yet, or no longer
    key_mismatch,           // the key named is not a device of the author
    bad_signature,          // the signature does not verify
    bad_seen,               // `seen` was not signed by this gateway, or is ahead of the entry
    // body
    body_mismatch,          // body absent, unexpected, or not of the size and hash the header says
    bad_stanzas,            // not exactly one hybrid stanza per audience member
    bind_mismatch,          // the opened body was made for another header
    bad_padding,            // something else than spaces after the object, or not the padded length
    malformed_content,      // the opened body is not what its kind demands
    wider_than_mark,        // the audience is wider than the dissemination mark inside allows
    // audience and references
    audience_not_allowed,   // the kind may not be addressed so
    own_circle_missing,     // the author could not read their own entry
    unknown_circle,         // a circle or device of the audience does not exist
    stale_epoch,            // sealed to an epoch that is not current, or to a circle that waits for its rotation
    ref_unknown,            // a reference to nothing that the author may read
    // authority
    not_permitted,          // no right in both access lists
    not_authorised,         // the author's role may not do this
    role_unsupported,       // a role that this version does not admit
    consent_required,       // needs the consent of a second party, and nobody could give it
    proposal_lapsed,        // the proposal is older than 30 days
    last_officer,           // would leave the network without an officer
    complaint_repeated,     // the author's member has complained about this circle within 24 hours
    not_current,            // names another entry, person, device or epoch than one in force
    already_exists,         // handle, key, circle or member is taken, or a grant adds nothing
    rotation_not_due,       // the circle is neither new, stale, complained about nor aged
    epoch_out_of_order,     // not current + 1
    founding_over,          // only during the founding
    already_founded,        // the register has its genesis
    not_founded,            // the register has no genesis yet
    // joining
    invitation_invalid,     // not an invitation of this network's officer, or altered
    invitation_expired,     // past its date
    invitation_used,        // its token was used before
    token_mismatch,         // the token is not the invitation's
    enrolment_invalid,      // MAC, signature or keys do not fit the invitation
    // register
    receipt_invalid,        // leaf, proof or checkpoint do not fit the entry
    membership_mismatch,    // the chain of governing entries is not the one the checkpoint commits to
    broken_link,            // an entry to this circle was withheld
    broken_numbers,         // a request number is repeated, goes back, or is beyond the checkpoint's count
    time_runs_backwards,    // a leaf is older than one before it
};
std::error_code make_error_code(errc e) noexcept;

// "stale-epoch" for errc::stale_epoch, and back.
std::string_view errc_name(errc e) noexcept;
std::optional<errc> errc_from_name(std::string_view name) noexcept;
// The protocol's error in a code, if it is one.
std::optional<errc> as_protocol_errc(std::error_code code) noexcept;

}  // namespace protocol
template <> struct std::is_error_code_enum<protocol::errc> : std::true_type {};
