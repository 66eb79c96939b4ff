// Signed notes, verifier keys, checkpoints and proofs: what is accepted has one form.
#include "crypto/checkpoint.hpp"
#include "crypto/note.hpp"
#include "protocol/register_chain.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

const crypto::SigningKey& log_key() {
    static const auto key = [] {
        constexpr std::array<std::uint8_t, 32> seed{9};
        return crypto::SigningKey(crypto::SigningSeed(std::span<const std::uint8_t, 32>(seed)));
    }();
    return key;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text(data, size);
    if (const auto verifier = crypto::note::Verifier::parse(text)) fuzz::require(verifier->text() == text);
    if (const auto checkpoint = crypto::parse_checkpoint(text)) {
        fuzz::require(crypto::checkpoint_text(*checkpoint) == text);
        if (const auto commitments = protocol::parse_commitments(*checkpoint))
            fuzz::require(protocol::commitment_lines(*commitments) == checkpoint->extensions);
    }
    if (const auto proof = crypto::parse_tlog_proof(text)) fuzz::require(crypto::tlog_proof_text(*proof) == text);

    const crypto::note::Verifier verifier("nfp.example/nfp/0123456789abcdef", log_key().verify_key());
    // Whatever the input says as a note's text, signed: past the signature, the lines are still a stranger's.
    if (!text.empty() && text.back() == '\n') {
        try {
            const auto note = crypto::note::sign(text, verifier.name(), log_key());
            const auto opened = protocol::open_checkpoint(note, verifier);
            fuzz::require(!opened || opened->note == note);
        } catch (const std::invalid_argument&) {  // not a text that a note can hold
        }
    }
    (void)crypto::note::open(text, verifier);
    return 0;
}
