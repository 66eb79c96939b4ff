#include "protocol/content/utf8.hpp"

namespace protocol::content {
namespace {

struct LeadByte {
    std::size_t size;   // of the whole sequence; 0 when the byte cannot begin one
    char32_t bits;      // that the lead byte contributes
    char32_t smallest;  // value that needs this size
};

LeadByte read_lead(unsigned char byte) noexcept {
    if (byte < 0x80) return {1, byte, 0};
    if ((byte & 0xe0) == 0xc0) return {2, static_cast<char32_t>(byte & 0x1f), 0x80};
    if ((byte & 0xf0) == 0xe0) return {3, static_cast<char32_t>(byte & 0x0f), 0x800};
    if ((byte & 0xf8) == 0xf0) return {4, static_cast<char32_t>(byte & 0x07), 0x10000};
    return {0, 0, 0};
}

}  // namespace

std::optional<CodePoint> first_code_point(std::string_view text) noexcept {
    if (text.empty()) return std::nullopt;
    const LeadByte lead = read_lead(static_cast<unsigned char>(text.front()));
    if (lead.size == 0 || text.size() < lead.size) return std::nullopt;
    char32_t value = lead.bits;
    for (std::size_t i = 1; i < lead.size; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0) != 0x80) return std::nullopt;
        value = (value << 6) | (byte & 0x3f);
    }
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < lead.smallest || value > 0x10ffff || surrogate) return std::nullopt;
    return CodePoint{value, lead.size};
}

bool is_valid_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const auto c = first_code_point(text);
        if (!c) return false;
        text.remove_prefix(c->size);
    }
    return true;
}

std::size_t count_characters(std::string_view text) noexcept {
    std::size_t count = 0;
    for (; !text.empty(); ++count) {
        const auto c = first_code_point(text);
        text.remove_prefix(c ? c->size : 1);
    }
    return count;
}

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    const auto tail = [&put](char32_t bits) { put(0x80 | (bits & 0x3f)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0 | (c >> 6));
        tail(c);
    } else if (c < 0x10000) {
        put(0xe0 | (c >> 12));
        tail(c >> 6);
        tail(c);
    } else {
        put(0xf0 | (c >> 18));
        tail(c >> 12);
        tail(c >> 6);
        tail(c);
    }
}

}  // namespace protocol::content
