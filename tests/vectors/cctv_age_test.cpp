// The public age test vectors (C2SP CCTV, age/): exact outcome and exactly the released plaintext, through every entry point:
// a buffer, pieces of odd sizes, and files as `nfp age decrypt` reads and writes them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>

#include "clients/core/age_files/errc.hpp"
#include "clients/core/age_files/key_file.hpp"
#include "clients/core/age_files/transfer.hpp"
#include "crypto/age/open_file.hpp"
#include "crypto/encoding.hpp"
#include "crypto/sha256.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/vectors/cctv_vector.hpp"

namespace {

using namespace crypto;
namespace age_files = clients::age_files;

// The package golang-github-c2sp-cctv-dev of mid 2026 has 143 files. Fewer means that the fetching is broken.
constexpr std::size_t vectors_min = 143;

std::vector<CctvVector> all_vectors() {
    std::vector<CctvVector> vectors;
    const std::filesystem::path folder = std::filesystem::path(NFP_PEERS_DIR) / "cctv/age/testdata";
    if (!std::filesystem::is_directory(folder)) return vectors;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        vectors.push_back(read_cctv_vector(entry.path()));
    std::ranges::sort(vectors, {}, &CctvVector::name);
    return vectors;
}

std::vector<age::Identity> identities_of(const CctvVector& vector) {
    std::string file;
    for (const std::string& text : vector.identities) file += text + "\n";
    if (file.empty()) return {};
    return age_files::parse_identities(file).value();
}

age::PassphraseSource passphrase_of(const CctvVector& vector) {
    return {.ask = [&vector]() -> std::expected<age::Passphrase, std::error_code> {
        if (vector.passphrases.empty()) return std::unexpected(make_error_code(age::errc::no_matching_identity));
        return age::Passphrase(to_secret(vector.passphrases.front()));
    }};
}

// The test kit's result classes.
std::string outcome_of(std::error_code error) {
    if (!error) return "success";
    if (error == age::errc::malformed_armor) return "armor failure";
    if (error == age::errc::malformed_header || error == age::errc::excessive_work) return "header failure";
    if (error == age::errc::no_matching_identity) return "no match";
    if (error == age_files::errc::wrong_passphrase || error == age_files::errc::identity_needed) return "no match";
    if (error == age::errc::header_mac_mismatch) return "HMAC failure";
    if (error == age::errc::payload_tampered || error == age::errc::payload_truncated) return "payload failure";
    return error.message();
}

struct Released {
    std::string outcome;
    std::string sha256;  // of what was released, which may be nothing at all
};

// The armor as the vector says it, not as the reader finds it.
Released open_buffer(const CctvVector& vector) {
    const auto identities = identities_of(vector);
    Sha256 hash;
    age::Opener opener(identities, passphrase_of(vector), [&](ByteView plaintext) { hash.update(plaintext); });
    std::error_code error;
    if (vector.armored) {
        age::ArmorReader armor([&](ByteView file) { return opener.write(file); });
        error = armor.write(vector.file);
        if (!error) error = armor.finish();
    } else {
        error = opener.write(vector.file);
    }
    if (!error) error = opener.finish();
    return {outcome_of(error), hex_encode(hash.finish())};
}

Released open_in_pieces(const CctvVector& vector, std::size_t piece) {
    const auto identities = identities_of(vector);
    Sha256 hash;
    age::FileOpener opener(
        age::Opener(identities, passphrase_of(vector), [&](ByteView plaintext) { hash.update(plaintext); }));
    std::error_code error;
    for (ByteView rest = vector.file; !rest.empty() && !error;) {
        const ByteView part = rest.first(std::min(piece, rest.size()));
        error = opener.write(part);
        rest = rest.subspan(part.size());
    }
    if (!error) error = opener.finish();
    return {outcome_of(error), hex_encode(hash.finish())};
}

struct Recording final : age_files::Destination {
    void write(ByteView bytes) override { hash.update(bytes); }
    std::error_code commit() override {
        committed = true;
        return {};
    }
    Sha256 hash;
    bool committed = false;
};

class Files {
public:
    explicit Files(const CctvVector& vector) : vector_(vector), identities_(identities_of(vector)) {
        std::ofstream(folder_ / "sealed", std::ios::binary) << as_text(ByteView(vector.file));
    }
    Released released() const {
        Recording recording;
        const auto outcome = decrypt_to(recording);
        EXPECT_EQ(recording.committed, outcome == "success") << vector_.name;
        return {outcome, hex_encode(recording.hash.finish())};
    }
    // A file is there after success, and only then.
    void expect_whole_file_or_none() const {
        const auto to = age_files::to_file(folder_ / "opened", clients::Existing::replace);
        const auto outcome = decrypt_to(**to);
        EXPECT_EQ(outcome, vector_.expect) << vector_.name;
        EXPECT_EQ(std::filesystem::exists(folder_ / "opened"), outcome == "success") << vector_.name;
        const auto files = std::distance(std::filesystem::directory_iterator(folder_.path()), {});
        EXPECT_EQ(files, outcome == "success" ? 2 : 1) << vector_.name;
        if (outcome != "success") return;
        std::ifstream in(folder_ / "opened", std::ios::binary);
        const Bytes opened{std::istreambuf_iterator<char>(in), {}};
        EXPECT_EQ(hex_encode(sha256(opened)), vector_.payload_sha256) << vector_.name;
    }

private:
    std::string decrypt_to(age_files::Destination& to) const {
        auto from = age_files::Source::open(folder_ / "sealed").value();
        return outcome_of(age_files::decrypt(from, to, identities_, passphrase_of(vector_), [](std::uint64_t) {}));
    }

    const CctvVector& vector_;
    std::vector<age::Identity> identities_;
    ::test::TemporaryFolder folder_;
};

const std::string nothing = hex_encode(sha256(""));

void expect_released(const CctvVector& vector, const Released& got, const std::string& how) {
    EXPECT_EQ(got.outcome, vector.expect) << vector.name << ", " << how;
    EXPECT_EQ(got.sha256, vector.payload_sha256.empty() ? nothing : vector.payload_sha256)
        << vector.name << ", " << how;
}

TEST(cctv_age, every_vector_has_its_exact_outcome) {
    const auto vectors = all_vectors();
    ASSERT_GE(vectors.size(), vectors_min) << "vectors missing below " NFP_PEERS_DIR "; .ci/peers.sh fetches them";
    std::map<std::string, int> ran;
    std::size_t total = 0;
    for (const CctvVector& vector : vectors) {
        expect_released(vector, open_buffer(vector), "as a buffer");
        for (const std::size_t piece : {1u, 7u, 1000u, 65535u, 65536u, 65552u, 65553u, 200'001u}) {
            if (piece < 100 && vector.file.size() > 300'000)
                continue;  // byte by byte takes long and shows nothing more
            expect_released(vector, open_in_pieces(vector, piece), "in pieces of " + std::to_string(piece));
        }
        const Files files(vector);
        expect_released(vector, files.released(), "as a file");
        files.expect_whole_file_or_none();
        ++ran[vector.expect];
        ++total;
    }
    std::printf("CCTV age vectors: %zu ran, each as a buffer, in pieces and as a file\n", total);
    for (const auto& [expect, count] : ran) std::printf("  %-16s %d\n", expect.c_str(), count);
    EXPECT_GE(total, vectors_min);
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

// No armor and no passphrase passes for a network entry, whatever opens it elsewhere.
TEST(cctv_age, only_hybrid_stanzas_pass_for_a_network_entry) {
    int refused = 0, hybrid = 0;
    for (const CctvVector& vector : all_vectors()) {
        const auto header = age::parse_header(vector.file);
        const bool passes = header && age::is_hybrid_only(*header, header->stanzas.size());
        if (vector.armored || !vector.passphrases.empty()) {
            EXPECT_FALSE(passes) << vector.name;
            ++refused;
        }
        hybrid += passes ? 1 : 0;
    }
    EXPECT_GE(refused, 50);
    EXPECT_GE(hybrid, 1);
}

// A passphrase cannot be opened with an identity, and a passphrase beside another stanza is malformed for everybody.
TEST(cctv_age, scrypt_files_are_not_for_identities) {
    std::vector<age::Identity> identities;
    identities.emplace_back(age::X25519Identity::generate());
    int alone = 0;
    for (const CctvVector& vector : all_vectors()) {
        if (vector.armored || vector.passphrases.empty()) continue;
        if (vector.expect != "success" && vector.expect != "no match") continue;
        EXPECT_EQ(age::open(identities, vector.file).error(), age::errc::no_matching_identity) << vector.name;
        ++alone;
    }
    EXPECT_GE(alone, 4);
}

}  // namespace
