// age files: what opens as a whole opens in pieces to the same end, and the header alone is read alike.
#include "crypto/age/open.hpp"

#include "crypto/age/format.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

const std::vector<crypto::age::Identity>& identities() {
    static const auto both = [] {
        constexpr std::array<std::uint8_t, 32> seed{7};  // fixed: the corpus holds files that open
        std::vector<crypto::age::Identity> out;
        out.emplace_back(crypto::age::HybridIdentity(crypto::age::HybridSeed(std::span<const std::uint8_t, 32>(seed))));
        out.emplace_back(crypto::age::X25519Identity(crypto::age::X25519Scalar(std::span<const std::uint8_t, 32>(seed))));
        return out;
    }();
    return both;
}

std::error_code open_in_pieces(crypto::ByteView file, std::size_t piece_bytes, crypto::SecretBytes& out) {
    crypto::age::Opener opener(identities(), [&](crypto::ByteView plain) { out.insert(out.end(), plain.begin(), plain.end()); });
    for (std::size_t at = 0; at < file.size(); at += piece_bytes)
        if (const auto error = opener.write(file.subspan(at, std::min(piece_bytes, file.size() - at)))) return error;
    return opener.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = fuzz::bytes(data, size);
    const auto header = crypto::age::parse_header(file);
    const auto whole = crypto::age::open(identities(), file);
    crypto::SecretBytes pieces;
    const auto error = open_in_pieces(file, 7, pieces);
    fuzz::require(whole.has_value() == !error);
    fuzz::require(whole ? *whole == pieces : whole.error() == error);
    fuzz::require(header.has_value() || !whole);
    if (header)
        for (const auto& stanza : header->stanzas) fuzz::require(!crypto::age::encode_stanza(stanza).empty());
    return 0;
}
