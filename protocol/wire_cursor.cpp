#include "protocol/wire_cursor.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace protocol::wire {
namespace {

constexpr std::size_t longest_length = std::string_view("18446744073709551615").size();

// In the one form that std::to_string gives.
std::optional<std::size_t> parse_length(std::string_view text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || std::to_string(value) != text) return std::nullopt;
    return value;
}

}  // namespace

std::optional<std::string_view> Cursor::line(std::size_t bytes_max) {
    const auto text = crypto::as_text(rest_.first(std::min(rest_.size(), bytes_max + 1)));
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    rest_ = rest_.subspan(end + 1);
    return text.substr(0, end);
}

std::optional<crypto::ByteView> Cursor::bytes(std::size_t count) {
    if (count > rest_.size()) return std::nullopt;
    const auto out = rest_.first(count);
    rest_ = rest_.subspan(count);
    return out;
}

std::optional<crypto::ByteView> Cursor::sized() {
    const auto text = line(longest_length);
    const auto length = text ? parse_length(*text) : std::nullopt;
    return length ? bytes(*length) : std::nullopt;
}

void append_sized(crypto::Bytes& out, crypto::ByteView bytes) {
    crypto::append(out, crypto::as_bytes(std::to_string(bytes.size()) + "\n"));
    crypto::append(out, bytes);
}

}  // namespace protocol::wire
