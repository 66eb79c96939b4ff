// What travels between client and gateway besides entries: batches, receipts, deliveries (docs/protocol.md, "Calls").
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "crypto/bytes.hpp"
#include "protocol/entry.hpp"
#include "protocol/register_chain.hpp"

namespace protocol::wire {

inline constexpr std::string_view entry_type = "application/vnd.nfp.entry";           // one entry
inline constexpr std::string_view batch_type = "application/vnd.nfp.batch";           // all or nothing
inline constexpr std::string_view deliveries_type = "application/vnd.nfp.deliveries"; // one page

// A batch: for each entry its length in decimal, LF, its bytes.
crypto::Bytes encode_batch(const std::vector<crypto::Bytes>& entries);
// Errors: malformed_entry, too_large.
std::expected<std::vector<crypto::Bytes>, std::error_code> parse_batch(crypto::ByteView bytes);

// What a sender gets for each entry, in JSON: {"receipts":[{"leaf":...,"proof":...}]}. `proof` is a C2SP tlog-proof.
struct ReceiptText {
    std::string leaf;
    std::string proof;
    bool operator==(const ReceiptText&) const = default;
};
std::string encode_receipts(const std::vector<ReceiptText>& receipts);
std::expected<std::vector<ReceiptText>, std::error_code> parse_receipts(std::string_view json);

// An entry on its way to a reader.
struct Delivery {
    std::uint64_t index = 0;
    std::string leaf;                          // the leaf's line
    std::vector<crypto::Digest> proof;         // inclusion in the page's checkpoint
    Delivered delivered = Delivered::whole;    // header_only: a governing entry whose body is not for this reader
    crypto::Bytes entry;
};

// A page: everything that is the reader's with after < index < next.
struct Page {
    std::string checkpoint;                    // note, fresh
    std::uint64_t next = 0;                    // ask again with after = next - 1
    bool more = false;                         // is there more up to the checkpoint's size
    std::vector<Delivery> deliveries;
};
crypto::Bytes encode_page(const Page& page);
// Errors: malformed_entry, too_large.
std::expected<Page, std::error_code> parse_page(crypto::ByteView bytes);

}  // namespace protocol::wire
