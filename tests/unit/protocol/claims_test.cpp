#include "protocol/claims.hpp"

#include <gtest/gtest.h>

#include "crypto/random.hpp"
#include "tests/support/test_network.hpp"

namespace protocol::test {
namespace {

const EntryId some_id = crypto::sha256("some entry");
const Handle fr_01 = *Handle::parse("fr.01"), fr_02 = *Handle::parse("fr.02");
const Handle dmr_01 = *Handle::parse("dmr.01"), dmr_02 = *Handle::parse("dmr.02");

DeviceKeys some_keys() {
    static const auto person = ::test::make_person("fr.01");
    return person.keys();
}
KeyId key_id(std::uint8_t byte) {
    KeyId out;
    out.bytes.fill(byte);
    return out;
}

// As it would arrive: in a header line.
std::expected<Claim, std::error_code> arrive(std::string_view kind, const Json& claim) {
    Header header{.kind = std::string(kind), .network = some_id, .author = fr_01, .key = {}, .audience = {}, .refs = {},
                  .body = {},
                  .blobs = {}, .time = 0, .nonce = {}, .seen = {}, .claim = claim};
    const auto parsed = parse_header(header_line(header));
    if (!parsed) return std::unexpected(parsed.error());
    return parse_claim(*parsed);
}

std::vector<Claim> one_of_each_new_form() {
    const RecoveryKeys sheet{.sign = some_keys().sign, .age = some_keys().age};
    const Member fr = *Member::parse("fr");
    const Circle group = *Circle::parse("group:return");
    return {
        DeviceClaim{.keys = some_keys(), .proof = {}},
        RevocationClaim{.handle = fr_01, .device = {}, .keep = {}, .reason = RevocationReason::left},
        RevocationClaim{.handle = fr_01, .device = key_id(1), .keep = {key_id(2), key_id(3)}, .reason = RevocationReason::lost},
        RevocationClaim{.handle = fr_01, .device = key_id(1), .keep = {}, .reason = RevocationReason::compromised},
        ConsentClaim{.proposal = some_id},
        ComplaintClaim{.entry = some_id},
        RecoveryClaim{.member = fr, .action = RecoveryMake{.keys = sheet, .holders = {fr_01, fr_02}, .replaces = {}}},
        RecoveryClaim{.member = fr, .action = RecoveryMake{.keys = sheet, .holders = {fr_01}, .replaces = some_id}},
        RecoveryClaim{.member = fr, .action = RecoveryUse{.recovery = some_id, .keys = {}, .proof = {}}},
        RecoveryClaim{.member = fr, .action = RecoveryUse{.recovery = some_id, .keys = some_keys(), .proof = {}}},
        RecoveryClaim{.member = fr, .action = RecoveryEnd{.replaces = some_id}},
        HandoverClaim{.closes = {dmr_01}, .opens = {dmr_02}},
        GatewayClaim{.pins = {crypto::sha256("a"), crypto::sha256("b")}, .replaces = some_id},
        RetentionClaim{.circle = Circle::network(), .years = 100, .replaces = {}},
        RetentionClaim{.circle = Circle::of(fr_01), .years = 1, .replaces = some_id},
        CircleClaim{.circle = group, .action = CircleClaim::Action::admit, .history = true, .person = fr_01, .until = 1},
        CircleClaim{.circle = group, .action = CircleClaim::Action::admit, .history = true, .person = fr_01, .until = {}},
        CircleClaim{.circle = group, .action = CircleClaim::Action::dismiss, .history = true, .person = fr_01, .until = {}},
    };
}

TEST(Claims, arrive_as_they_were_sent) {
    for (const Claim& claim : one_of_each_new_form()) {
        const auto name = rule_of(kind_of(claim)).name;
        const Json json = claim_json(claim);
        const auto arrived = arrive(name, json);
        ASSERT_TRUE(arrived) << name << " " << json;
        EXPECT_EQ(arrived->index(), claim.index());
        EXPECT_EQ(claim_json(*arrived), json);
    }
}

TEST(Claims, have_no_field_too_many_and_none_too_few) {
    for (const Claim& claim : one_of_each_new_form()) {
        const auto name = rule_of(kind_of(claim)).name;
        const Json whole = claim_json(claim);
        Json more = whole;
        more["note"] = "x";
        EXPECT_FALSE(arrive(name, more)) << name;
        for (const auto& [field, unused] : whole.items()) {
            Json less = whole;
            less.erase(field);
            const auto arrived = less.empty() ? std::unexpected(make_error_code(errc::malformed_claim)) : arrive(name, less);
            const bool optional =
                field == "replaces" || field == "keys" || field == "device" || field == "keep" || field == "until";
            EXPECT_TRUE(!arrived || optional) << name << " without " << field;
        }
    }
}

TEST(Claims, refuse_what_means_nothing_or_could_be_said_otherwise) {
    const std::string id = id_text(some_id), key = key_id(1).text(), other = key_id(2).text();
    const std::vector<std::pair<std::string, Json>> malformed{
        {"revocation", {{"handle", "fr.01"}, {"reason", "bored"}}},
        // keeps of no device
        {"revocation", {{"handle", "fr.01"}, {"reason", "left"}, {"keep", {key}}}},
        {"revocation", {{"handle", "fr.01"}, {"reason", "left"}, {"device", key}, {"keep", {other, key}}}},    // not ascending
        {"revocation", {{"handle", "fr.01"}, {"reason", "left"}, {"device", key}, {"keep", {other, other}}}},
        {"revocation", {{"handle", "fr.01"}, {"reason", "left"}, {"device", "00"}}},
        {"consent", {{"proposal", "00"}}},
        {"complaint", {{"entry", 1}}},
        {"recovery", {{"member", "dmr"}, {"action", "end"}, {"replaces", id}}},                                // states only
        {"recovery", {{"member", "fr"}, {"action", "lose"}, {"replaces", id}}},
        {"recovery", {{"member", "fr"}, {"action", "end"}, {"recovery", id}}},
        {"recovery", {{"member", "fr"}, {"action", "use"}, {"recovery", id}, {"proof", "AAAA"}}},
        {"handover", {{"closes", {"dmr.02", "dmr.01"}}, {"opens", {"dmr.03"}}}},
        {"handover", {{"closes", {"dmr.01"}}, {"opens", {"dmr.01"}}}},
        {"gateway", {{"pins", {id, id, id}}, {"replaces", id}}},
        {"gateway", {{"pins", {"00"}}, {"replaces", id}}},
        {"retention", {{"circle", "network"}, {"years", 0}}},
        {"retention", {{"circle", "network"}, {"years", 101}}},
        {"retention", {{"circle", "everybody"}, {"years", 1}}},
        {"circle", {{"circle", "group:return"}, {"action", "admit"}}},
        {"circle", {{"circle", "state:fr"}, {"action", "admit"}, {"person", "fr.03"}}},
        {"circle", {{"circle", "group:return"}, {"action", "dismiss"}, {"person", "fr.03"}, {"until", 1}}},
        {"circle", {{"circle", "group:return"}, {"action", "join"}, {"person", "fr.03"}}},
    };
    for (const auto& [kind, claim] : malformed) {
        const auto arrived = arrive(kind, claim);
        ASSERT_FALSE(arrived) << kind << " " << claim;
        EXPECT_EQ(arrived.error(), errc::malformed_claim) << kind << " " << claim;
    }
}

TEST(Claims, of_a_consent_make_it_govern) {
    Header header{.kind = "consent", .network = some_id, .author = fr_01, .key = {}, .audience = {}, .refs = {}, .body = {},
                  .blobs = {}, .time = 0, .nonce = {}, .seen = {}, .claim = {}};
    EXPECT_FALSE(is_governing(header));
    EXPECT_EQ(check_shape(header), errc::unknown_kind);  // a later version's, to spreading a response
    header.claim = claim_json(ConsentClaim{.proposal = some_id});
    EXPECT_TRUE(is_governing(header));
    EXPECT_FALSE(check_shape(header));
}

}  // namespace
}  // namespace protocol::test
