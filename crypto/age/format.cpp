#include "crypto/age/format.hpp"

#include <algorithm>
#include <optional>

#include "crypto/encoding.hpp"

namespace crypto::age {
namespace {

// c2sp.org/age, "Header": version line, stanzas, MAC line.
constexpr std::string_view version_line = "age-encryption.org/v1";
constexpr std::string_view stanza_prefix = "-> ";
constexpr std::string_view mac_prefix = "---";
constexpr std::size_t body_columns = 64;

// Takes a line without its LF off the front. Nothing when no LF is left.
std::optional<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

bool is_argument(std::string_view argument) {
    return !argument.empty() && std::ranges::all_of(argument, [](char c) { return c >= 0x21 && c <= 0x7e; });
}

// Arguments separated by exactly one space; at least one, none empty.
std::optional<std::vector<std::string>> parse_arguments(std::string_view line) {
    std::vector<std::string> args;
    for (;;) {
        const std::size_t space = line.find(' ');
        const std::string_view argument = line.substr(0, space);
        if (!is_argument(argument)) return std::nullopt;
        args.emplace_back(argument);
        if (space == std::string_view::npos) return args;
        line.remove_prefix(space + 1);
    }
}

// Full lines of 64 columns and a shorter one, possibly empty, that ends the body.
std::optional<Bytes> parse_body(std::string_view& rest) {
    std::string text;
    for (;;) {
        const auto line = take_line(rest);
        if (!line || line->size() > body_columns) return std::nullopt;
        text += *line;
        if (line->size() < body_columns) return base64_decode_unpadded(text);
    }
}

std::optional<Header> parse(std::string_view text) {
    std::string_view rest = text;
    const auto version = take_line(rest);
    if (!version || *version != version_line) return std::nullopt;
    Header header;
    for (;;) {
        const std::size_t line_start = text.size() - rest.size();
        const auto line = take_line(rest);
        if (!line) return std::nullopt;
        if (line->starts_with(stanza_prefix)) {
            auto args = parse_arguments(line->substr(stanza_prefix.size()));
            auto body = args ? parse_body(rest) : std::nullopt;
            if (!body || header.stanzas.size() == stanzas_max) return std::nullopt;
            header.stanzas.push_back({*std::move(args), *std::move(body)});
            continue;
        }
        if (!line->starts_with(mac_prefix) || line->substr(mac_prefix.size(), 1) != " " || header.stanzas.empty()) {
            return std::nullopt;
        }
        const auto mac = fixed<32>(base64_decode_unpadded(line->substr(mac_prefix.size() + 1)));
        if (!mac) return std::nullopt;
        header.mac = *mac;
        header.mac_input_bytes = line_start + mac_prefix.size();
        header.bytes_count = text.size() - rest.size();
        return header;
    }
}

}  // namespace

std::expected<Header, std::error_code> parse_header(ByteView file) {
    std::optional<Header> header = parse(as_text(file.first(std::min(file.size(), header_bytes_max))));
    if (!header) return std::unexpected(errc::malformed_header);
    return *std::move(header);
}

std::string encode_stanza(const Stanza& stanza) {
    std::string text = "->";
    for (const std::string& argument : stanza.args) text.append(" ").append(argument);
    text += '\n';
    // A body that fills its last line is followed by an empty one: the short line is what ends it.
    const std::string body = base64_encode_unpadded(stanza.body);
    for (std::size_t at = 0; at <= body.size(); at += body_columns) text.append(body, at, body_columns).append("\n");
    return text;
}

bool is_hybrid_only(const Header& header, std::size_t count) {
    const auto is_hybrid = [](const Stanza& stanza) {
        return stanza.args.size() == 2 && stanza.args[0] == hybrid_stanza_type &&
               fixed<hybrid_enc_bytes>(base64_decode_unpadded(stanza.args[1])).has_value() &&
               stanza.body.size() == wrapped_key_bytes;
    };
    return header.stanzas.size() == count && std::ranges::all_of(header.stanzas, is_hybrid);
}

}  // namespace crypto::age
