#include "protocol/wire.hpp"

#include "crypto/encoding.hpp"
#include "protocol/fields.hpp"
#include "protocol/json_depth.hpp"
#include "protocol/limits.hpp"
#include "protocol/wire_cursor.hpp"

namespace protocol::wire {
namespace {

// Lines of a page hold notes and leaves, so they are plain JSON, not the canonical form.
std::optional<Json> parse_object(std::string_view text) {
    if (!is_shallow_json(text, limits::header_depth_max)) return std::nullopt;
    Json value = Json::parse(text, nullptr, false);
    if (!value.is_object() || value.dump() != text) return std::nullopt;
    return value;
}

}  // namespace

crypto::Bytes encode_batch(const std::vector<crypto::Bytes>& entries) {
    crypto::Bytes out;
    for (const auto& entry : entries) append_sized(out, entry);
    return out;
}

std::expected<std::vector<crypto::Bytes>, std::error_code> parse_batch(crypto::ByteView bytes) {
    if (bytes.size() > limits::batch_bytes_max) return std::unexpected(errc::too_large);
    std::vector<crypto::Bytes> out;
    for (Cursor cursor(bytes); !cursor.at_end();) {
        if (out.size() == limits::batch_entries_max) return std::unexpected(errc::too_large);
        const auto entry = cursor.sized();
        if (!entry) return std::unexpected(errc::malformed_entry);
        out.emplace_back(entry->begin(), entry->end());
    }
    if (out.empty()) return std::unexpected(errc::malformed_entry);
    return out;
}

std::string encode_receipts(const std::vector<ReceiptText>& receipts) {
    Json list = Json::array();
    for (const ReceiptText& receipt : receipts) list.push_back({{"leaf", receipt.leaf}, {"proof", receipt.proof}});
    return Json{{"receipts", std::move(list)}}.dump();
}

std::expected<std::vector<ReceiptText>, std::error_code> parse_receipts(std::string_view json) {
    const auto value = json.size() > limits::batch_bytes_max ? std::nullopt : parse_object(json);
    if (!value) return std::unexpected(errc::receipt_invalid);
    std::vector<ReceiptText> out;
    Fields fields(*value);
    for (const Json& item : fields.array("receipts", limits::batch_entries_max)) {
        Fields receipt(item);
        out.push_back({.leaf = receipt.text("leaf"), .proof = receipt.text("proof")});
        if (!receipt.done()) return std::unexpected(errc::receipt_invalid);
    }
    if (!fields.done()) return std::unexpected(errc::receipt_invalid);
    return out;
}

crypto::Bytes encode_page(const Page& page) {
    const Json head = {{"checkpoint", page.checkpoint}, {"next", page.next}, {"more", page.more},
                       {"count", page.deliveries.size()}};
    crypto::Bytes out = crypto::to_bytes(head.dump() + "\n");
    for (const Delivery& delivery : page.deliveries) {
        Json proof = Json::array();
        for (const auto& hash : delivery.proof) proof.push_back(crypto::base64_encode(hash));
        const Json line = {{"index", delivery.index}, {"leaf", delivery.leaf}, {"proof", std::move(proof)},
                           {"whole", delivery.delivered == Delivered::whole}, {"size", delivery.entry.size()}};
        crypto::append(out, crypto::as_bytes(line.dump() + "\n"));
        crypto::append(out, delivery.entry);
    }
    return out;
}

std::expected<Page, std::error_code> parse_page(crypto::ByteView bytes) {
    const auto malformed = [] { return std::unexpected(make_error_code(errc::malformed_entry)); };
    Cursor cursor(bytes);
    const auto head_line = cursor.line(limits::page_line_bytes_max);
    const auto head = head_line ? parse_object(*head_line) : std::nullopt;
    if (!head) return malformed();
    Fields fields(*head);
    Page page{.checkpoint = fields.text("checkpoint"), .next = fields.integer("next", limits::integer_max), .more = false,
              .deliveries = {}};
    const auto count = fields.integer("count", limits::delivery_entries_max);
    const auto more = head->find("more");
    if (more == head->end() || !more->is_boolean() || head->size() != 4 || fields.failed()) return malformed();
    page.more = more->get<bool>();

    for (std::uint64_t i = 0; i < count; ++i) {
        const auto line = cursor.line(limits::page_line_bytes_max);
        const auto object = line ? parse_object(*line) : std::nullopt;
        if (!object) return malformed();
        Fields item(*object);
        Delivery delivery{.index = item.integer("index", limits::integer_max), .leaf = item.text("leaf"), .proof = {},
                          .delivered = Delivered::whole, .entry = {}};
        const auto size = item.integer("size", limits::entry_bytes_max);
        const auto whole = object->find("whole");
        const auto proof = object->find("proof");
        if (item.failed() || object->size() != 5 || whole == object->end() || !whole->is_boolean() ||
            proof == object->end() || !proof->is_array() || proof->size() > crypto::merkle::proof_hashes_max)
            return malformed();
        if (!whole->get<bool>()) delivery.delivered = Delivered::header_only;
        for (const Json& text : *proof) {
            const auto hash = text.is_string() ? crypto::fixed<32>(crypto::base64_decode(text.get<std::string>())) : std::nullopt;
            if (!hash) return malformed();
            delivery.proof.push_back(*hash);
        }
        const auto entry = cursor.bytes(size);
        if (!entry) return malformed();
        delivery.entry.assign(entry->begin(), entry->end());
        page.deliveries.push_back(std::move(delivery));
    }
    if (!cursor.at_end()) return malformed();
    return page;
}

}  // namespace protocol::wire
