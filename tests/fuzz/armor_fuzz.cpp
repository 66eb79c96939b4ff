// Armored files: the same end whole and in pieces, and what is taken is what the writer writes, but for space around it.
#include "crypto/age/armor.hpp"
#include "crypto/age/open_armor.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

std::error_code read_in_pieces(crypto::ByteView text, std::size_t piece_bytes, crypto::Bytes& out) {
    crypto::age::ArmorReader reader([&](crypto::ByteView bytes) {
        crypto::append(out, bytes);
        return std::error_code();
    });
    for (std::size_t at = 0; at < text.size(); at += piece_bytes)
        if (const auto error = reader.write(text.subspan(at, std::min(piece_bytes, text.size() - at)))) return error;
    return reader.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = fuzz::bytes(data, size);
    crypto::Bytes whole, pieces;
    const auto error = read_in_pieces(input, size + 1, whole);
    fuzz::require(read_in_pieces(input, 5, pieces) == error);
    fuzz::require(whole == pieces);
    if (error) return 0;
    crypto::Bytes again;
    crypto::age::ArmorWriter writer([&](crypto::ByteView text) { crypto::append(again, text); });
    writer.write(whole);
    writer.finish();
    crypto::Bytes reread;
    fuzz::require(!read_in_pieces(again, again.size() + 1, reread) && reread == whole);
    return 0;
}
