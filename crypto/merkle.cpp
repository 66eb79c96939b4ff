#include "crypto/merkle.hpp"

#include <bit>

namespace crypto::merkle {

Digest leaf_hash(ByteView leaf) {
    static constexpr std::array<std::uint8_t, 1> prefix{0x00};
    return Sha256().update(prefix).update(leaf).finish();
}

Digest node_hash(const Digest& left, const Digest& right) {
    std::array<std::uint8_t, 1 + 2 * std::tuple_size_v<Digest>> input{0x01};
    std::copy(left.begin(), left.end(), input.begin() + 1);
    std::copy(right.begin(), right.end(), input.begin() + 1 + left.size());
    return sha256(ByteView(input));
}

Digest empty_root() { return sha256(ByteView{}); }

Frontier::Frontier(std::uint64_t size, const std::function<Digest(NodePosition)>& lookup) : size_(size) {
    // One peak for each set bit of the size, the largest subtree first.
    std::uint64_t first_leaf = 0;
    for (int level = static_cast<int>(std::bit_width(size)) - 1; level >= 0; --level) {
        if ((size >> level & 1) == 0) continue;
        peaks_.push_back(lookup({static_cast<std::uint8_t>(level), first_leaf >> level}));
        first_leaf += std::uint64_t{1} << level;
    }
}

std::vector<Node> Frontier::append(const Digest& leaf) {
    std::vector<Node> finished{{{0, size_}, leaf}};
    peaks_.push_back(leaf);
    // Like a carry in a binary counter: each trailing 1 bit of the old size is a subtree that the new one completes.
    for (std::uint8_t level = 0; (size_ >> level & 1) == 1; ++level) {
        const Digest right = peaks_.back();
        peaks_.pop_back();
        peaks_.back() = node_hash(peaks_.back(), right);
        const auto above = static_cast<std::uint8_t>(level + 1);
        finished.push_back({{above, size_ >> above}, peaks_.back()});
    }
    ++size_;
    return finished;
}

Digest Frontier::root() const {
    if (peaks_.empty()) return empty_root();
    Digest root = peaks_.back();
    for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) root = node_hash(*peak, root);
    return root;
}

}  // namespace crypto::merkle
