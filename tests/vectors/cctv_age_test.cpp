// The public age test vectors (C2SP CCTV, age/): exact outcome and exactly the released plaintext, through every entry point.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "crypto/age/open.hpp"
#include "crypto/encoding.hpp"
#include "crypto/sha256.hpp"
#include "tests/vectors/cctv_vector.hpp"

namespace {

using namespace crypto;

// The package golang-github-c2sp-cctv-dev of mid 2026 has 143 files: 33 armored, 25 of scrypt alone. Fewer means that the
// fetching is broken.
constexpr int vectors_min = 143;
constexpr int run_min = 85;

std::vector<CctvVector> all_vectors() {
    std::vector<CctvVector> vectors;
    const std::filesystem::path folder = std::filesystem::path(NFP_PEERS_DIR) / "cctv/age/testdata";
    if (!std::filesystem::is_directory(folder)) return vectors;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        vectors.push_back(read_cctv_vector(entry.path()));
    std::ranges::sort(vectors, {}, &CctvVector::name);
    return vectors;
}

// Armor and passphrases are not read yet.
bool is_for_later(const CctvVector& vector) { return vector.armored || vector.has_passphrase; }

std::vector<age::Identity> identities_of(const CctvVector& vector) {
    std::vector<age::Identity> identities;
    for (const std::string& text : vector.identities) {
        if (auto hybrid = age::HybridIdentity::parse(text))
            identities.emplace_back(*std::move(hybrid));
        else
            identities.emplace_back(age::X25519Identity::parse(text).value());
    }
    return identities;
}

std::string outcome_of(std::error_code error) {
    if (!error) return "success";
    if (error == age::errc::malformed_header) return "header failure";
    if (error == age::errc::no_matching_identity) return "no match";
    if (error == age::errc::header_mac_mismatch) return "HMAC failure";
    if (error == age::errc::payload_tampered || error == age::errc::payload_truncated) return "payload failure";
    return error.message();
}

struct Released {
    std::string outcome;
    std::string sha256;  // of what the sink received, empty for nothing at all
};

Released open_in_pieces(const CctvVector& vector, std::size_t piece) {
    const auto identities = identities_of(vector);
    Sha256 hash;
    age::Opener opener(identities, [&](ByteView plaintext) { hash.update(plaintext); });
    std::error_code error;
    for (ByteView rest = vector.file; !rest.empty() && !error;) {
        const ByteView part = rest.first(std::min(piece, rest.size()));
        error = opener.write(part);
        rest = rest.subspan(part.size());
    }
    if (!error) error = opener.finish();
    return {outcome_of(error), hex_encode(hash.finish())};
}

const std::string nothing = hex_encode(sha256(""));

void expect_released(const CctvVector& vector, const Released& got, const std::string& how) {
    EXPECT_EQ(got.outcome, vector.expect) << vector.name << ", " << how;
    EXPECT_EQ(got.sha256, vector.payload_sha256.empty() ? nothing : vector.payload_sha256)
        << vector.name << ", " << how;
}

TEST(cctv_age, every_vector_has_its_exact_outcome) {
    const auto vectors = all_vectors();
    ASSERT_GE(vectors.size(), static_cast<std::size_t>(vectors_min))
        << "vectors missing below " NFP_PEERS_DIR "; .ci/peers.sh fetches them";
    std::map<std::string, int> ran;
    int total = 0, later = 0;
    for (const CctvVector& vector : vectors) {
        if (is_for_later(vector)) {
            ++later;
            continue;
        }
        ++ran[vector.expect];
        ++total;
        const auto whole = age::open(identities_of(vector), vector.file);
        EXPECT_EQ(outcome_of(whole ? std::error_code() : whole.error()), vector.expect) << vector.name;
        if (whole) {
            EXPECT_EQ(hex_encode(sha256(ByteView(*whole))), vector.payload_sha256) << vector.name;
        }
        for (const std::size_t piece : {1u, 7u, 1000u, 65535u, 65536u, 65552u, 65553u, 200'001u}) {
            if (piece < 100 && vector.file.size() > 300'000)
                continue;  // byte by byte takes long and shows nothing more
            expect_released(vector, open_in_pieces(vector, piece), "in pieces of " + std::to_string(piece));
        }
    }
    std::printf("CCTV age vectors: %zu found, %d ran, %d not yet (armor, scrypt)\n", vectors.size(), total, later);
    for (const auto& [expect, count] : ran) std::printf("  %-16s %d\n", expect.c_str(), count);
    EXPECT_GE(total, run_min);
}

// Whatever is not a header failure parses, and is written again as the same bytes.
TEST(cctv_age, headers_round_trip) {
    int count = 0;
    for (const CctvVector& vector : all_vectors()) {
        if (vector.armored || vector.expect == "header failure") continue;
        const auto header = age::parse_header(vector.file);
        ASSERT_TRUE(header) << vector.name;
        std::string text = "age-encryption.org/v1\n";
        for (const age::Stanza& stanza : header->stanzas) text += age::encode_stanza(stanza);
        text += "--- " + base64_encode_unpadded(header->mac) + "\n";
        EXPECT_EQ(text, as_text(ByteView(vector.file).first(header->bytes_count))) << vector.name;
        ++count;
    }
    std::printf("CCTV age vectors: %d headers written again as the same bytes\n", count);
    EXPECT_GE(count, 40);
}

// A passphrase cannot be opened with an identity, and a passphrase beside another stanza is malformed for everybody.
TEST(cctv_age, scrypt_files_are_not_for_identities) {
    std::vector<age::Identity> identities;
    identities.emplace_back(age::X25519Identity::generate());
    int alone = 0;
    for (const CctvVector& vector : all_vectors()) {
        if (vector.armored || !vector.has_passphrase) continue;
        const auto header = age::parse_header(vector.file);
        if (!header) continue;
        const bool has_scrypt =
            std::ranges::any_of(header->stanzas, [](const auto& s) { return s.args[0] == "scrypt"; });
        const bool is_alone = header->stanzas.size() == 1;
        const auto error = age::open(identities, vector.file).error();
        EXPECT_EQ(outcome_of(error), has_scrypt && !is_alone ? "header failure" : "no match") << vector.name;
        alone += is_alone ? 1 : 0;
    }
    EXPECT_GE(alone, 10);
}

}  // namespace
