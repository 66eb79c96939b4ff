// What the register commits to: leaves, links between the entries of a circle, and the chains in a checkpoint
// (docs/protocol.md, "Register"). The gateway writes these, readers recompute them: one definition for both.
#pragma once

#include <map>
#include <optional>

#include "crypto/checkpoint.hpp"
#include "protocol/network_state.hpp"

namespace protocol {

// A leaf of the register: one line of canonical JSON.
struct Leaf {
    EntryId id{};
    std::int64_t time = 0;                        // seconds since 1970; never runs backwards
    std::optional<RequestNumber> number;          // requests only
    std::map<Circle, crypto::Digest> links;       // one per circle of the audience
    bool operator==(const Leaf&) const = default;
};
std::string leaf_line(const Leaf& leaf);          // without LF: the leaf's data in the Merkle tree
std::optional<Leaf> parse_leaf(std::string_view line);
crypto::Digest leaf_hash(std::string_view line);

// SHA-256 of `nfp-link-v1` LF circle LF id-in-hex-of-the-previous-entry-to-this-circle LF; 64 zeros when there is none.
crypto::Digest link_of(const Circle& circle, const std::optional<EntryId>& previous);

// A running hash: M0 = network id, Mk = SHA-256(Mk-1 || item).
struct Chain {
    std::uint64_t count = 0;
    crypto::Digest hash{};
    static Chain start(const NetworkId& network) { return {.count = 0, .hash = network}; }
    void add(const crypto::Digest& item);
    bool operator==(const Chain&) const = default;
};

// The extension lines of a checkpoint of ours.
struct Commitments {
    std::int64_t time = 0;        // `time SECONDS`
    Chain membership;             // `membership COUNT BASE64`: ids of all governing entries
    unsigned year = 0;            // `numbered YEAR COUNT BASE64`: leaf hashes of that year's numbered entries
    Chain numbered;
    bool operator==(const Commitments&) const = default;
};
std::vector<std::string> commitment_lines(const Commitments& commitments);
std::optional<Commitments> parse_commitments(const crypto::Checkpoint& checkpoint);

// A checkpoint note opened: signature, origin and lines checked.
struct VerifiedCheckpoint {
    crypto::Checkpoint checkpoint;
    Commitments commitments;
    std::string note;             // as signed, byte for byte
};
std::expected<VerifiedCheckpoint, std::error_code> open_checkpoint(std::string_view note, const crypto::note::Verifier& log);

// The register's running values, carried from append to append.
struct RegisterHead {
    crypto::merkle::Frontier frontier;
    std::int64_t time = 0;        // of the last leaf
    Chain membership;
    unsigned year = 0;
    Chain numbered;

    // The number that the next request gets at `at_time`, the year's turn included.
    RequestNumber next_number(std::int64_t at_time) const;
    // Takes a leaf in; returns the finished subtrees.
    std::vector<crypto::merkle::Node> append(const Leaf& leaf, bool governing, const NetworkId& network);
    // The text to sign for the present tree at `now`.
    std::string checkpoint_text(const std::string& origin, const NetworkId& network, std::int64_t now) const;
};

// A receipt as a sender checks it before saying "sent".
struct Receipt {
    std::uint64_t index = 0;
    Leaf leaf;
    std::string leaf_text;
    crypto::TlogProof proof;
    VerifiedCheckpoint checkpoint;
};
// Errors: receipt_invalid when the leaf is not of `id`, the proof does not verify or the checkpoint is not the log's.
std::expected<Receipt, std::error_code> verify_receipt(const EntryId& id, std::string_view leaf_text, std::string_view proof_text,
                                                       const crypto::note::Verifier& log);

}  // namespace protocol
