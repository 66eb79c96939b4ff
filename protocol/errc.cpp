#include "protocol/errc.hpp"

#include <array>
#include <string>

namespace protocol {
namespace {

struct Row {
    errc code;
    std::string_view name;
    std::string_view sentence;
};

constexpr auto table = std::to_array<Row>({
    {errc::malformed_header, "malformed-header", "the header line is not the one canonical form, or a field breaks its rule"},
    {errc::malformed_entry, "malformed-entry", "the entry is not header line, signature line, empty line, body"},
    {errc::malformed_claim, "malformed-claim", "the claim is not what its kind demands"},
    {errc::too_large, "too-large", "over a bound of limits.hpp"},
    {errc::unknown_version, "unknown-version", "header field `v` is not 1"},
    {errc::unknown_kind, "unknown-kind", "a kind this version does not know: update needed"},
    {errc::wrong_network, "wrong-network", "the entry belongs to another network"},
    {errc::duplicate_entry, "duplicate-entry", "a second entry with the same header bytes"},
    {errc::author_unknown, "author-unknown", "the author is not designated, not yet, or no longer"},
    {errc::key_mismatch, "key-mismatch", "the key named is not a device of the author"},
    {errc::bad_signature, "bad-signature", "the signature does not verify"},
    {errc::bad_seen, "bad-seen", "`seen` was not signed by this gateway, or is ahead of the entry"},
    {errc::body_mismatch, "body-mismatch", "body absent, unexpected, or not of the size and hash the header says"},
    {errc::bad_stanzas, "bad-stanzas", "not exactly one hybrid stanza per audience member"},
    {errc::bind_mismatch, "bind-mismatch", "the opened body was made for another header"},
    {errc::bad_padding, "bad-padding", "something else than spaces after the object, or not the padded length"},
    {errc::malformed_content, "malformed-content", "the opened body is not what its kind demands"},
    {errc::wider_than_mark, "wider-than-mark", "the audience is wider than the dissemination mark inside allows"},
    {errc::audience_not_allowed, "audience-not-allowed", "the kind may not be addressed so"},
    {errc::own_circle_missing, "own-circle-missing", "the author could not read their own entry"},
    {errc::unknown_circle, "unknown-circle", "a circle or device of the audience does not exist"},
    {errc::stale_epoch, "stale-epoch", "sealed to an epoch that is not current, or to a circle that waits for its rotation"},
    {errc::ref_unknown, "ref-unknown", "a reference to nothing that the author may read"},
    {errc::not_permitted, "not-permitted", "no right in both access lists"},
    {errc::not_authorised, "not-authorised", "the author's role may not do this"},
    {errc::role_unsupported, "role-unsupported", "a role that this version does not admit"},
    {errc::consent_required, "consent-required", "needs the consent of a second party, and nobody could give it"},
    {errc::proposal_lapsed, "proposal-lapsed", "the proposal is older than 30 days"},
    {errc::last_officer, "last-officer", "would leave the network without an officer"},
    {errc::complaint_repeated, "complaint-repeated", "the author's member has complained about this circle within 24 hours"},
    {errc::not_current, "not-current", "names another entry, person, device or epoch than one in force"},
    {errc::already_exists, "already-exists", "handle, key, circle or member is taken, or a grant adds nothing"},
    {errc::rotation_not_due, "rotation-not-due", "the circle is neither new, stale, complained about nor aged"},
    {errc::epoch_out_of_order, "epoch-out-of-order", "not current + 1"},
    {errc::founding_over, "founding-over", "only during the founding"},
    {errc::already_founded, "already-founded", "the register has its genesis"},
    {errc::not_founded, "not-founded", "the register has no genesis yet"},
    {errc::invitation_invalid, "invitation-invalid", "not an invitation of this network's officer, or altered"},
    {errc::invitation_expired, "invitation-expired", "past its date"},
    {errc::invitation_used, "invitation-used", "its token was used before"},
    {errc::token_mismatch, "token-mismatch", "the token is not the invitation's"},
    {errc::enrolment_invalid, "enrolment-invalid", "MAC, signature or keys do not fit the invitation"},
    {errc::receipt_invalid, "receipt-invalid", "leaf, proof or checkpoint do not fit the entry"},
    {errc::membership_mismatch, "membership-mismatch", "the chain of governing entries is not the one the checkpoint commits to"},
    {errc::broken_link, "broken-link", "an entry to this circle was withheld"},
    {errc::broken_numbers, "broken-numbers", "a request number is repeated, goes back, or is beyond the checkpoint's count"},
    {errc::time_runs_backwards, "time-runs-backwards", "a leaf is older than one before it"},
});

const Row* row_of(errc e) noexcept {
    for (const Row& row : table)
        if (row.code == e) return &row;
    return nullptr;
}

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "protocol"; }
    std::string message(int value) const override {
        const Row* row = row_of(static_cast<errc>(value));
        return row ? std::string(row->sentence) : "unknown protocol error";
    }
};
const Category category_instance;

}  // namespace

std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category_instance}; }

std::string_view errc_name(errc e) noexcept {
    const Row* row = row_of(e);
    return row ? row->name : "unknown";
}

std::optional<errc> errc_from_name(std::string_view name) noexcept {
    for (const Row& row : table)
        if (row.name == name) return row.code;
    return std::nullopt;
}

std::optional<errc> as_protocol_errc(std::error_code code) noexcept {
    if (code.category() != category_instance) return std::nullopt;
    return static_cast<errc>(code.value());
}

}  // namespace protocol
