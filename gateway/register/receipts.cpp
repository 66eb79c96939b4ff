#include "gateway/register/receipts.hpp"

namespace gateway {

protocol::wire::ReceiptText receipt_of(const store::Snapshot& snapshot, std::uint64_t index) {
    const auto checkpoint = snapshot.checkpoint_over(index);
    const crypto::TlogProof proof{
        .index = index,
        .hashes = crypto::merkle::inclusion_proof(index, checkpoint.size, [&](auto at) { return snapshot.node(at); }),
        .checkpoint_note = checkpoint.note};
    return {.leaf = snapshot.head(index).leaf, .proof = crypto::tlog_proof_text(proof)};
}

}  // namespace gateway
