#include <algorithm>
#include <bit>
#include <stdexcept>

#include "crypto/merkle.hpp"

namespace crypto::merkle {
namespace {

using Lookup = std::function<Digest(NodePosition)>;

// MTH of the `count` leaves from `first`, a multiple of a power of two not below `count`: complete subtrees by lookup,
// joined from the right.
Digest range_hash(std::uint64_t first, std::uint64_t count, const Lookup& lookup) {
    std::vector<Digest> peaks;
    for (int level = static_cast<int>(std::bit_width(count)) - 1; level >= 0; --level) {
        if ((count >> level & 1) == 0) continue;
        peaks.push_back(lookup({static_cast<std::uint8_t>(level), first >> level}));
        first += std::uint64_t{1} << level;
    }
    Digest hash = peaks.back();
    for (auto peak = peaks.rbegin() + 1; peak != peaks.rend(); ++peak) hash = node_hash(*peak, hash);
    return hash;
}

// The place of a node in its level and the last place there, walked from a leaf to the root (RFC 9162, 2.1.3.2: fn, sn).
struct Walk {
    std::uint64_t fn, sn;

    bool at_root() const noexcept { return sn == 0; }
    bool sibling_is_left() const noexcept { return (fn & 1) == 1 || fn == sn; }
    void up() noexcept { fn >>= 1, sn >>= 1; }
    // After joining a left sibling: the node may be the lone right edge of several levels, which have no sibling.
    void skip_lone_levels() noexcept {
        while ((fn & 1) == 0 && fn != 0) up();
    }
};

}  // namespace

std::vector<Digest> inclusion_proof(std::uint64_t index, std::uint64_t size, const Lookup& lookup) {
    if (index >= size) throw std::invalid_argument("no such leaf in the tree");
    std::vector<Digest> proof;  // from the root downwards, reversed at the end
    for (std::uint64_t first = 0, count = size; count > 1;) {
        const std::uint64_t left = std::bit_floor(count - 1);  // the largest power of two below count
        if (index - first < left) {
            proof.push_back(range_hash(first + left, count - left, lookup));
            count = left;
        } else {
            proof.push_back(range_hash(first, left, lookup));
            first += left;
            count -= left;
        }
    }
    std::ranges::reverse(proof);
    return proof;
}

bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Digest>& proof,
                      const Digest& root) {
    if (index >= size || proof.size() > proof_hashes_max) return false;
    Walk walk{index, size - 1};
    Digest hash = leaf;
    for (const Digest& sibling : proof) {
        if (walk.at_root()) return false;
        if (walk.sibling_is_left()) {
            hash = node_hash(sibling, hash);
            walk.skip_lone_levels();
        } else {
            hash = node_hash(hash, sibling);
        }
        walk.up();
    }
    return walk.at_root() && hash == root;
}

std::vector<Digest> consistency_proof(std::uint64_t old_size, std::uint64_t size, const Lookup& lookup) {
    if (old_size > size) throw std::invalid_argument("the older tree is larger");
    std::vector<Digest> proof;
    if (old_size == 0 || old_size == size) return proof;
    std::uint64_t first = 0, count = size;
    bool verifier_has_it = true;  // SUBPROOF's third argument: the subtree is the old tree itself, whose root is known
    while (old_size - first != count) {
        const std::uint64_t left = std::bit_floor(count - 1);
        if (old_size - first <= left) {
            proof.push_back(range_hash(first + left, count - left, lookup));
            count = left;
        } else {
            proof.push_back(range_hash(first, left, lookup));
            first += left;
            count -= left;
            verifier_has_it = false;
        }
    }
    if (!verifier_has_it) proof.push_back(range_hash(first, count, lookup));
    std::ranges::reverse(proof);
    return proof;
}

bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t size, const Digest& root,
                        const std::vector<Digest>& proof) {
    if (old_size > size || proof.size() > proof_hashes_max) return false;
    if (old_size == size) return proof.empty() && old_root == root;
    if (old_size == 0) return proof.empty() && old_root == empty_root();
    if (proof.empty()) return false;

    // When the old tree is one complete subtree its root starts the walk, and is not repeated in the proof.
    const bool complete = std::has_single_bit(old_size);
    Walk walk{old_size - 1, size - 1};
    while ((walk.fn & 1) == 1) walk.up();
    Digest old_hash = complete ? old_root : proof.front();
    Digest new_hash = old_hash;
    for (auto hash = proof.begin() + (complete ? 0 : 1); hash != proof.end(); ++hash) {
        if (walk.at_root()) return false;
        if (walk.sibling_is_left()) {
            old_hash = node_hash(*hash, old_hash);
            new_hash = node_hash(*hash, new_hash);
            walk.skip_lone_levels();
        } else {
            new_hash = node_hash(new_hash, *hash);
        }
        walk.up();
    }
    return walk.at_root() && old_hash == old_root && new_hash == root;
}

}  // namespace crypto::merkle
