// The Merkle tree of RFC 6962, 2.1: hashing, a growing frontier, inclusion and consistency proofs.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "crypto/sha256.hpp"

namespace crypto::merkle {

inline constexpr std::size_t proof_hashes_max = 64;

Digest leaf_hash(ByteView leaf);                            // SHA-256(0x00 || leaf)
Digest node_hash(const Digest& left, const Digest& right);  // SHA-256(0x01 || left || right)
Digest empty_root();                                        // SHA-256("")

// A complete subtree: its root covers leaves [index << level, (index + 1) << level).
struct NodePosition {
    std::uint8_t level = 0;
    std::uint64_t index = 0;
    auto operator<=>(const NodePosition&) const = default;
};
struct Node {
    NodePosition at;
    Digest hash;
};

// The right edge of a tree: what an append needs, at most 64 hashes.
class Frontier {
public:
    Frontier() = default;  // the empty tree
    // The frontier of a stored tree of `size` leaves; `lookup` gives the hash of a complete subtree.
    Frontier(std::uint64_t size, const std::function<Digest(NodePosition)>& lookup);

    // Appends a leaf; returns every complete subtree this leaf finished, the leaf itself first.
    std::vector<Node> append(const Digest& leaf);
    std::uint64_t size() const noexcept { return size_; }
    Digest root() const;

private:
    std::uint64_t size_ = 0;
    std::vector<Digest> peaks_;  // complete subtrees, largest first
};

// Inclusion proof of leaf `index` in the tree of `size` leaves, sibling first (RFC 9162, 2.1.3.1). Requires index < size.
std::vector<Digest> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                    const std::function<Digest(NodePosition)>& lookup);

// RFC 9162, 2.1.3.2. Refuses proofs over proof_hashes_max before hashing.
[[nodiscard]] bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                    const std::vector<Digest>& proof, const Digest& root);

// Consistency proof between the trees of `old_size` and `size` leaves (RFC 9162, 2.1.4.1). Requires old_size <= size; empty
// when old_size is 0 or equal to size.
std::vector<Digest> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                      const std::function<Digest(NodePosition)>& lookup);

// RFC 9162, 2.1.4.2: the tree with `root` has the tree with `old_root` as its beginning.
[[nodiscard]] bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t size,
                                      const Digest& root, const std::vector<Digest>& proof);

}  // namespace crypto::merkle
