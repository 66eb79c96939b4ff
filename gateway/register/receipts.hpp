// Receipts, recomputed from stored nodes: the same bytes whenever they are asked for.
#pragma once

#include "gateway/store/store.hpp"
#include "protocol/wire.hpp"

namespace gateway {

// Of an entry in the register, under the checkpoint of the commit that brought it.
protocol::wire::ReceiptText receipt_of(const store::Snapshot& snapshot, std::uint64_t index);

}  // namespace gateway
