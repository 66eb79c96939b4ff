// Checkpoints (C2SP tlog-checkpoint v1.0.0) and proof files (C2SP tlog-proof).
#pragma once

#include <optional>

#include "crypto/merkle.hpp"
#include "crypto/note.hpp"

namespace crypto {

struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root{};
    std::vector<std::string> extensions;  // further lines, in order, without LF
    bool operator==(const Checkpoint&) const = default;
};

std::string checkpoint_text(const Checkpoint& checkpoint);                        // the note's text, final LF included
// strict: decimal without leading zeros, canonical base64, no empty line
std::optional<Checkpoint> parse_checkpoint(std::string_view text);

// A receipt: "c2sp.org/tlog-proof@v1", index, hashes, empty line, checkpoint note.
struct TlogProof {
    std::uint64_t index = 0;
    std::vector<Digest> hashes;
    std::string checkpoint_note;  // as signed, byte for byte
    bool operator==(const TlogProof&) const = default;
};
std::string tlog_proof_text(const TlogProof& proof);
std::optional<TlogProof> parse_tlog_proof(std::string_view text);  // strict; `extra` is refused: we write none

}  // namespace crypto
