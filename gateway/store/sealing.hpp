// What rows look like at rest: boxes under the seal key and unique index tokens.
#pragma once

#include "gateway/store/store.hpp"
#include "gateway/store/store_key.hpp"

namespace gateway::store {

// A stored head is sealed with its index and id: a row put in another's place does not open.
crypto::Bytes seal_head(const StoreKeys& keys, const StoredHead& head);
// Throws StoreFailed when the box was not sealed for this row under this key.
StoredHead open_head(const StoreKeys& keys, std::uint64_t index, const protocol::EntryId& id, std::int64_t time,
                     crypto::ByteView sealed);

crypto::BlindToken posting_token(const StoreKeys& keys, const IndexKey& key, std::uint64_t running);
crypto::BlindToken meta_token(const StoreKeys& keys, std::string_view name);
crypto::BlindToken enrolment_token(const StoreKeys& keys, const crypto::Digest& token);
crypto::BlindToken enrolment_handle_token(const StoreKeys& keys, const protocol::Handle& handle, std::uint64_t running);

crypto::Bytes seal_enrolment_head(const StoreKeys& keys, const StoredEnrolment& enrolment);
crypto::Bytes seal_enrolment_body(const StoreKeys& keys, const StoredEnrolment& enrolment);
// Without the enrolment's own bytes.
StoredEnrolment open_enrolment_head(const StoreKeys& keys, crypto::ByteView row_token, crypto::ByteView sealed);
std::string open_enrolment_body(const StoreKeys& keys, crypto::ByteView row_token, crypto::ByteView sealed);

}  // namespace gateway::store
