#include "crypto/merkle.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <map>

#include "crypto/encoding.hpp"

namespace crypto::merkle {
namespace {

constexpr std::uint64_t sizes_max = 70;

Digest leaf(std::uint64_t i) { return leaf_hash(as_bytes("leaf " + std::to_string(i))); }

// RFC 6962, 2.1, as it is defined: the independent side of every comparison here.
Digest mth(std::uint64_t first, std::uint64_t end) {
    if (first == end) return empty_root();
    if (end - first == 1) return leaf(first);
    std::uint64_t left = 1;
    while (left * 2 < end - first) left *= 2;
    return node_hash(mth(first, first + left), mth(first + left, end));
}

class Tree {
public:
    void grow() {
        for (const Node& node : frontier.append(leaf(frontier.size()))) {
            EXPECT_FALSE(nodes.contains(node.at));
            nodes[node.at] = node.hash;
        }
    }
    std::function<Digest(NodePosition)> lookup() const {
        return [this](NodePosition at) { return nodes.at(at); };
    }
    Frontier frontier;
    std::map<NodePosition, Digest> nodes;
};

TEST(merkle, hashes_the_empty_tree_as_sha256_of_nothing) {
    EXPECT_EQ(hex_encode(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(Frontier().root(), empty_root());
}

// The leaves and roots that the certificate-transparency reference implementation tests with.
TEST(merkle, matches_certificate_transparency_roots) {
    const std::string leaves[] = {"",
                                  std::string("\0", 1),
                                  "\x10",
                                  "\x20\x21",
                                  "\x30\x31",
                                  "\x40\x41\x42\x43",
                                  "\x50\x51\x52\x53\x54\x55\x56\x57",
                                  "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
    const char* roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                           "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                           "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                           "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                           "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                           "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                           "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                           "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    Frontier frontier;
    for (std::size_t i = 0; i < std::size(leaves); ++i) {
        frontier.append(leaf_hash(as_bytes(leaves[i])));
        EXPECT_EQ(hex_encode(frontier.root()), roots[i]) << i;
    }
}

TEST(merkle, frontier_gives_the_recursive_root_and_every_complete_subtree) {
    Tree tree;
    for (std::uint64_t size = 1; size <= sizes_max; ++size) {
        tree.grow();
        ASSERT_EQ(tree.frontier.size(), size);
        ASSERT_EQ(tree.frontier.root(), mth(0, size));
        ASSERT_EQ(Frontier(size, tree.lookup()).root(), mth(0, size));
    }
    for (const auto& [at, hash] : tree.nodes) EXPECT_EQ(hash, mth(at.index << at.level, (at.index + 1) << at.level));
    std::size_t complete = 0;
    for (std::uint64_t width = 1; width <= sizes_max; width *= 2) complete += sizes_max / width;
    EXPECT_EQ(tree.nodes.size(), complete);
}

TEST(merkle, restored_frontier_goes_on_growing) {
    Tree tree;
    for (int i = 0; i < 37; ++i) tree.grow();
    Frontier restored(37, tree.lookup());
    for (int i = 37; i < 70; ++i) {
        tree.grow();
        restored.append(leaf(static_cast<std::uint64_t>(i)));
        ASSERT_EQ(restored.root(), tree.frontier.root());
    }
}

TEST(merkle, proves_every_leaf_of_every_size_and_nothing_else) {
    Tree tree;
    for (std::uint64_t size = 1; size <= sizes_max; ++size) {
        tree.grow();
        const Digest root = mth(0, size);
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto proof = inclusion_proof(index, size, tree.lookup());
            ASSERT_TRUE(verify_inclusion(leaf(index), index, size, proof, root)) << index << " of " << size;
            for (std::uint64_t wrong = 0; wrong <= size; ++wrong) {
                ASSERT_EQ(verify_inclusion(leaf(index), wrong, size, proof, root), wrong == index);
            }
            ASSERT_FALSE(verify_inclusion(leaf(index + 1), index, size, proof, root));
            ASSERT_FALSE(verify_inclusion(leaf(index), index, size, proof, mth(0, size + 1)));
            auto extra = proof;
            extra.push_back(root);
            ASSERT_FALSE(verify_inclusion(leaf(index), index, size, extra, root));
            if (proof.empty()) continue;
            auto missing = proof;
            missing.pop_back();
            ASSERT_FALSE(verify_inclusion(leaf(index), index, size, missing, root));
            for (std::size_t at = 0; at < proof.size(); ++at) {
                auto altered = proof;
                altered[at][0] ^= 1;
                ASSERT_FALSE(verify_inclusion(leaf(index), index, size, altered, root));
            }
        }
    }
}

TEST(merkle, refuses_proofs_over_the_bound) {
    const std::vector<Digest> proof(proof_hashes_max + 1);
    EXPECT_FALSE(verify_inclusion({}, 0, ~std::uint64_t{0}, proof, {}));
    EXPECT_FALSE(verify_consistency(1, {}, ~std::uint64_t{0}, {}, proof));
    EXPECT_FALSE(verify_inclusion({}, 0, 0, {}, empty_root()));
}

TEST(merkle, proves_consistency_of_every_pair_of_sizes_and_nothing_else) {
    Tree tree;
    for (std::uint64_t size = 1; size <= sizes_max; ++size) {
        tree.grow();
        const Digest root = mth(0, size);
        for (std::uint64_t old_size = 0; old_size <= size; ++old_size) {
            const Digest old_root = mth(0, old_size);
            const auto proof = consistency_proof(old_size, size, tree.lookup());
            ASSERT_TRUE(verify_consistency(old_size, old_root, size, root, proof)) << old_size << " to " << size;
            Digest forged = old_root;
            forged[0] ^= 1;
            ASSERT_FALSE(verify_consistency(old_size, forged, size, root, proof));
            forged = root;
            forged[0] ^= 1;
            ASSERT_EQ(verify_consistency(old_size, old_root, size, forged, proof), old_size == 0);
            for (std::uint64_t wrong = 1; wrong <= size; ++wrong) {
                ASSERT_EQ(verify_consistency(wrong, old_root, size, root, proof), wrong == old_size);
            }
            auto extra = proof;
            extra.push_back(root);
            ASSERT_FALSE(verify_consistency(old_size, old_root, size, root, extra));
            if (proof.empty()) continue;
            auto missing = proof;
            missing.pop_back();
            ASSERT_FALSE(verify_consistency(old_size, old_root, size, root, missing));
            for (std::size_t at = 0; at < proof.size(); ++at) {
                auto altered = proof;
                altered[at][0] ^= 1;
                ASSERT_FALSE(verify_consistency(old_size, old_root, size, root, altered));
            }
        }
        ASSERT_FALSE(verify_consistency(size + 1, root, size, root, {}));
    }
}

}  // namespace
}  // namespace crypto::merkle
